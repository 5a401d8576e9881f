# %%
import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split

np.random.seed(42)
N = 1000
tenure = np.random.exponential(24, N)
charges = np.random.normal(65, 20, N)
churn = (np.random.rand(N) < 1 / (1 + np.exp(0.05 * tenure))).astype(int)
cust = pd.DataFrame(dict(tenure=tenure, charges=charges, churn=churn))
cust["cancel_day"] = np.where(cust.churn == 1, np.random.randint(1, 90, N), np.nan)

# %%
cust["charges_per_month"] = cust.charges / (cust.tenure + 1)
cust["days_to_cancel"] = cust["cancel_day"].fillna(999)
cust.describe()

# %%
features = ["tenure", "charges", "charges_per_month", "days_to_cancel"]
Xtr, Xte, ytr, yte = train_test_split(cust[features], cust.churn, random_state=0)
tree = DecisionTreeClassifier(max_depth=4).fit(Xtr, ytr)
print("Test accuracy:", tree.score(Xte, yte))
