"""Words that science and data files write in more than one way: shortened, as symbols, by two spellings."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from .vocabulary import parts, stem, unitless

_SHORT = (
    "abs=absolute abund=abundance acc=acceleration alt=altitude amp=amplitude amt=amount ang=angle approx=approximate "
    "atm=atmosphere avg=average baro=barometric bl=baseline bmi=body-mass-index chol=cholesterol "
    "chr=chromosome chrom=chromosome circ=circumference co=carbon-monoxide co2=carbon-dioxide coef=coefficient "
    "col=color colour=color conc=concentration cond=conductivity conf=confidence cons=consumption cov=coverage "
    "dbp=diastolic-blood-pressure dec=declination deg=degree dens=density dep=depth depv=depth dia=diameter "
    "diam=diameter diff=difference dir=direction disp=displacement dist=distance do=dissolved-oxygen dur=duration "
    "dx=diagnosis elev=elevation ener=energy err=error exp=expression expr=expression freq=frequency "
    "gdp=gross-domestic-product grad=graduation grav=gravity hb=hemoglobin hba1c=glycated-hemoglobin hct=hematocrit "
    "hgb=hemoglobin hgt=height hr=heart-rate hs=high-school ht=height hum=humidity humid=humidity inc=income "
    "infl=inflation int=intensity intens=intensity inv=investment lat=latitude len=length lon=longitude "
    "long=longitude lng=longitude lum=luminosity lvl=level mag=magnitude max=maximum meas=measurement mem=memory "
    "min=minimum mom=momentum mslp=sea-level-pressure mult=multiplicity n=nitrogen neg=negative no2=nitrogen-dioxide "
    "num=number o2=oxygen o3=ozone obs=observation padj=adjusted-p-value par=parallax plx=parallax phos=phosphorus "
    "phot=photometry pop=population pos=position pot=potential prec=precipitation precip=precipitation pres=pressure press=pressure "
    "prob=probability prod=production prop=proportion pt=transverse-momentum qty=quantity ra=right-ascension rad=radius "
    "ref=reference rel=relative res=resistance resp=response rh=relative-humidity rv=radial-velocity sal=salinity "
    "sat=saturation sbp=systolic-blood-pressure seq=sequence sig=signal snr=signal-to-noise so2=sulfur-dioxide "
    "sp=species spec=spectral spp=species sst=sea-surface-temperature std=standard-deviation surf=surface sys=systolic "
    "dias=diastolic teff=effective-temperature temp=temperature tmax=maximum-temperature tmin=minimum-temperature "
    "tot=total trans=transverse trt=treatment turb=turbidity tx=treatment unemp=unemployment val=value vel=velocity "
    "vmag=v-magnitude bmag=b-magnitude vis=visibility visc=viscosity vol=volume wavel=wavelength wk=week "
    "wl=wavelength wt=weight yr=year ys=years mth=month mon=month"
)
_ELEMENTS = (
    "H hydrogen He helium Li lithium Be beryllium B boron C carbon N nitrogen O oxygen F fluorine Ne neon Na sodium "
    "Mg magnesium Al aluminum Si silicon P phosphorus S sulfur Cl chlorine Ar argon K potassium Ca calcium Sc scandium "
    "Ti titanium V vanadium Cr chromium Mn manganese Fe iron Co cobalt Ni nickel Cu copper Zn zinc Ga gallium "
    "Ge germanium As arsenic Se selenium Br bromine Kr krypton Rb rubidium Sr strontium Y yttrium Zr zirconium "
    "Nb niobium Mo molybdenum Tc technetium Ru ruthenium Rh rhodium Pd palladium Ag silver Cd cadmium In indium Sn tin "
    "Sb antimony Te tellurium I iodine Xe xenon Cs cesium Ba barium La lanthanum Ce cerium Pr praseodymium "
    "Nd neodymium Pm promethium Sm samarium Eu europium Gd gadolinium Tb terbium Dy dysprosium Ho holmium Er erbium "
    "Tm thulium Yb ytterbium Lu lutetium Hf hafnium Ta tantalum W tungsten Re rhenium Os osmium Ir iridium "
    "Pt platinum Au gold Hg mercury Tl thallium Pb lead Bi bismuth Po polonium At astatine Rn radon Fr francium "
    "Ra radium Ac actinium Th thorium Pa protactinium U uranium Np neptunium Pu plutonium"
)


def _shorts() -> dict[str, tuple[str, ...]]:
    return {
        short: tuple(full.split("-")) for short, full in (one.split("=") for one in _SHORT.split())
    }


SHORT: Mapping[str, tuple[str, ...]] = _shorts()
_PAIRS = _ELEMENTS.split()
ELEMENTS: Mapping[str, str] = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
# British endings and letters, each with the American ones that they become.
_SPELLED = (
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|less$)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e[ds]?$|ing$|ation)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=e[ds]?$|ing$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2}[tb])re(?=s?$)"), "er"),
    (re.compile(r"^(an|h|pal|f|c|leuk)ae(?=[a-z]{3})"), r"\1e"),
    (re.compile(r"^oe(?=[a-z]{3})"), "e"),
    (re.compile(r"^sulph"), "sulf"),
    (re.compile(r"^aluminium"), "aluminum"),
    (re.compile(r"^caesium"), "cesium"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"(?<=[a-z]{3})ll(?=ed$|ing$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"^enrol(?=ment|s?$)"), "enroll"),
)  # fmt: skip
# What ends a name as units do, beside the symbols of units.
_TAILS = frozenset(
    "bp nt kb aa px day days hour hours minute minutes second seconds week weeks month months year years "
    "degree degrees meter meters okta oktas mas arcsec dex".split()
)
CODED = re.compile(r"(?<![\w.])(-?\d+)\s*[=:]\s*([A-Za-z][\w -]*?)\s*(?=[,;)/]|\bor\b|\band\b|$)")
_BARE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@functools.lru_cache(maxsize=4096)
def spelled(word: str) -> str:
    """A lower-case word in one spelling and without its plural ending."""
    for pattern, other in _SPELLED:
        word = pattern.sub(other, word)
    return stem(word)


def full(words: Sequence[str]) -> tuple[str, ...]:
    """Lower-case words in one spelling, those that are short forms written out."""
    found: list[str] = []
    for word in words:
        found += SHORT.get(word, SHORT.get(stem(word), (word,)))
    return tuple(spelled(word) for word in found)


def element(part: str) -> str | None:
    """The chemical element of a symbol, with its capitals: Mg is magnesium; one letter may be anything."""
    return ELEMENTS.get(part) if len(part) > 1 else None


@functools.lru_cache(maxsize=4096)
def of_name(name: str) -> tuple[str, ...]:
    """The words of a column's name written out, its unit left out."""
    bare = unitless(name)
    symbol = element(bare)
    if symbol is not None:
        return (symbol,)
    own = parts(bare)
    while len(own) > 1 and own[-1] in _TAILS:
        own.pop()
    if len(own) > 1 and own[-1] == "no":
        own[-1] = "number"
    return full(own)


@functools.lru_cache(maxsize=4096)
def of_meaning(meaning: str) -> tuple[str, ...]:
    """The words of a column's description written out, without brackets and what its numbers stand for."""
    return full(parts(_BARE.sub(" ", CODED.sub(" ", meaning))))
