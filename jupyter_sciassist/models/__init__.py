"""Language models behind one protocol: the llama.cpp worker, the running server, the stand-in."""
