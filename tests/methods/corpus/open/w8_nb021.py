import numpy as np

def heat_cn(nx, nt, alpha=1e-2, L=1.0, t_end=5.0):
    """Crank-Nicolson, fixed cold ends, sine start profile"""
    x = np.linspace(0, L, nx + 1)
    dx, dt = L / nx, t_end / nt
    r = alpha * dt / (2 * dx**2)
    lap = -2 * np.eye(nx - 1) + np.eye(nx - 1, k=1) + np.eye(nx - 1, k=-1)
    A, B = np.eye(nx - 1) - r * lap, np.eye(nx - 1) + r * lap
    step = np.linalg.solve(A, B)
    u = np.sin(np.pi * x[1:-1] / L)
    for _ in range(nt):
        u = step @ u
    return x[1:-1], u

exact = lambda x, t: np.exp(-1e-2 * np.pi**2 * t) * np.sin(np.pi * x)

# %%
errs = []
for nx in (10, 20, 40, 80):
    x, u = heat_cn(nx, nx)
    errs.append(np.abs(u - exact(x, 5.0)).max())
    print(f"nx = nt = {nx:3d}   max error {errs[-1]:.2e}")

# %%
order = np.log2(np.array(errs[:-1]) / errs[1:])
print("observed order:", order.round(2))
