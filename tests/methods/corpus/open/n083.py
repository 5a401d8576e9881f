# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression

rng = np.random.default_rng(57)
cities = [f"c{i}" for i in range(15)]
eff = dict(zip(cities, rng.normal(0, 3, 15)))
jobs = pd.DataFrame({"city": rng.choice(cities, 600), "exp_y": rng.uniform(0, 30, 600)})
jobs["salary"] = 40 + .8 * jobs.exp_y + jobs.city.map(eff) + rng.normal(0, 4, 600)

# %%
train, test = train_test_split(jobs, test_size=.25, random_state=8)
train, test = train.copy(), test.copy()
enc = train.groupby("city")["salary"].mean()
train["city_te"] = train["city"].map(enc)
test["city_te"] = test["city"].map(enc).fillna(train["salary"].mean())

# %%
lr = LinearRegression().fit(train[["exp_y", "city_te"]], train.salary)
print(f"test R2 {lr.score(test[['exp_y', 'city_te']], test.salary):.3f}")
