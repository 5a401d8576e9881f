# %%
import numpy as np
import pandas as pd

# roe deer, females, 5 age classes (vital rates from the literature table)
F = np.array([0, .15, .72, .80, .45])
S = np.array([.58, .86, .92, .85])
A = np.zeros((5, 5))
A[0, :] = F
A[1, 0] = S[0]
A[2, 1] = S[1]
A[3, 2] = S[2]
A[4, 3] = S[3]
A[4, 4] = .60
print(A)

# %%
ev, W = np.linalg.eig(A)
i = np.argmax(ev.real)
lam = ev[i].real
w = np.abs(W[:, i].real); w = w / w.sum()
ev2, V = np.linalg.eig(A.T)
v = np.abs(V[:, np.argmax(ev2.real)].real); v = v / v[0]
sens = np.outer(v, w) / (v @ w)
elas = A * sens / lam

# %%
N0 = np.array([40., 20, 15, 15, 10])
traj = [N0]
for t in range(30):
    traj.append(A @ traj[-1])
tot = np.sum(traj, axis=1)
print(pd.DataFrame({"stable": w, "repro value": v}, index=["0", "1", "2", "3-7", "8+"]).round(3))
print(f"lambda = {lam:.3f}; simulated growth in the last year {tot[-1] / tot[-2]:.3f}")
print("elasticity of survival", elas[1:].sum().round(2), " of fecundity", elas[0].sum().round(2))
