"""Solar physics: flares in the X-ray flux that the GOES satellites measure."""
