# %%
# inclusion list for PRM: tryptic peptides, [M+2H]2+ and [M+3H]3+, carbamidomethyl C
import re
import pandas as pd

MONO = dict(G=57.02146, A=71.03711, S=87.03203, P=97.05276, V=99.06841, T=101.04768, C=103.00919, L=113.08406,
            I=113.08406, N=114.04293, D=115.02694, Q=128.05858, K=128.09496, E=129.04259, M=131.04049, H=137.05891,
            F=147.06841, R=156.10111, Y=163.06333, W=186.07931)
H2O, PROTON, CAM = 18.010565, 1.007276, 57.021464
seq = ("MKWVTFISLLFLFSSAYSRGVFRRDAHKSEVAHRFKDLGEENFKALVLIAFAQYLQQCPFEDHVKLVNEVTEFAKTCVADESAENCDK"
       "SLHTLFGDKLCTVATLRETYGEMADCCAKQEPERNECFLQHKDDNPNLPR")

# %%
peptides = [m for m in re.split(r"(?<=[KR])(?!P)", seq) if 7 <= len(m) <= 25]

def mass(p):
    return sum(MONO[a] for a in p) + H2O + CAM * p.count("C")

# %%
tab = pd.DataFrame({"peptide": peptides})
tab["M"] = tab.peptide.map(mass)
for z in (2, 3):
    tab[f"mz{z}"] = (tab.M + z * PROTON) / z
tab["in_range"] = tab.mz2.between(400, 1250)
print(tab.round(4).to_string(index=False))
print(int(tab.in_range.sum()), "precursors at 2+ inside 400-1250 m/z")
