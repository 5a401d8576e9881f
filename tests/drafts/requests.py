"""Sixty requests with what a small model replies to each, and what has to come of it.

`ran`: offered after it ran on the sample. `failed`: offered with its failure. `not run`: offered with the dangers
marked, or what the trial lacks. `refused`: not offered. Several replies: the first ones do not do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    request: str
    replies: tuple[str, ...]
    outcome: str
    dangers: int = 0


def case(request: str, outcome: str, *codes: str, dangers: int = 0) -> Case:
    return Case(request, codes, outcome, dangers)


FORMULA = "import statsmodels.formula.api as smf\nprint(smf.ols({0!r}, data=penguins).fit().params)"

CASES: list[Case] = [
    # as it should be
    case("mean body mass by species", "ran", "print(penguins.groupby('species')['body_mass_g'].mean())"),
    case("how many penguins on each island?", "ran", "print(penguins['island'].value_counts())"),
    case("histogram of flipper length", "ran", "import matplotlib.pyplot as plt\nplt.hist(penguins['flipper_length_mm'])\nplt.show()"),
    case("scatter of the bills, coloured by species", "ran", "import matplotlib.pyplot as plt\nfor name, part in penguins.groupby('species'):\n    plt.scatter(part['bill_length_mm'], part['bill_depth_mm'], label=name)\nplt.legend()"),
    case("correlation matrix", "ran", "print(penguins.select_dtypes('number').corr().round(2))"),
    case("missing values by column", "ran", "print(penguins.isna().sum())"),
    case("t-test of mass between the sexes", "ran", "from scipy import stats\na = penguins.loc[penguins['sex'] == 'male', 'body_mass_g'].dropna()\nb = penguins.loc[penguins['sex'] == 'female', 'body_mass_g'].dropna()\nprint(stats.ttest_ind(a, b, equal_var=False))"),
    case("regress mass on flipper length", "ran", FORMULA.format("body_mass_g ~ flipper_length_mm")),
    case("species by sex", "ran", "print(pd.crosstab(penguins['species'], penguins['sex']))"),
    case("the five heaviest", "ran", "print(penguins.nlargest(5, 'body_mass_g')[['species', 'body_mass_g']])"),
    case("ratio of the bill", "ran", "ratio = penguins['bill_length_mm'] / penguins['bill_depth_mm']\nprint(ratio.describe())"),
    case("penguins heavier than 100", "ran", "print(penguins.query('body_mass_g > 100').shape[0])"),
    case("mean and spread of x", "ran", "print(x.mean(), x.std())"),
    case("depth of the sites", "ran", "import polars as pl\nprint(sites.group_by('site').agg(pl.col('depth').mean()).sort('site'))"),
    case("penguins with the depth of their station", "ran", "merged = penguins.merge(stations, on='island', how='left')\nprint(merged[['island', 'depth']].head())"),
    case("bootstrap interval of the mean mass", "ran", "rng = np.random.default_rng(0)\nvalues = penguins['body_mass_g'].to_numpy()\nmeans = [rng.choice(values, len(values)).mean() for _ in range(200)]\nprint(np.percentile(means, [2.5, 97.5]))"),
    case("principal components of the numbers", "ran", "from sklearn.decomposition import PCA\nd = penguins[['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm']].dropna()\nprint(PCA(2).fit(d).explained_variance_ratio_)"),
    case("long form of the bills", "ran", "long = penguins.melt(id_vars='species', value_vars=['bill_length_mm', 'bill_depth_mm'])\nprint(long.groupby(['species', 'variable'])['value'].mean())"),
    case("without the usual import", "ran", "print(np.median(penguins['year']))"),
    case("in a fence", "ran", "```python\nprint(len(penguins))\n```"),
    # wrong columns, mended when told
    case("average weight", "ran", "print(penguins['weight'].mean())", "print(penguins['body_mass_g'].mean())"),
    case("mass of females", "ran", "print(penguins[penguins['gender'] == 'female']['body_mass_g'].mean())", "print(penguins[penguins['sex'] == 'female']['body_mass_g'].mean())"),
    case("bill length by year", "ran", "penguins.groupby('yr').bill_length.mean()", "penguins.groupby('year').bill_length.mean()", "print(penguins.groupby('year').bill_length_mm.mean())"),
    case("plot length against depth", "ran", "penguins.plot.scatter(x='length', y='depth')", "penguins.plot.scatter(x='bill_length_mm', y='bill_depth_mm')"),
    case("summary by species", "ran", "print(penguins.groupby('species').agg({'mass': 'mean'}))", "print(penguins.groupby('species').agg({'body_mass_g': 'mean'}))"),
    case("a model of mass", "ran", FORMULA.format("mass ~ species"), FORMULA.format("body_mass_g ~ species")),
    case("depth of sites above two", "ran", "import polars as pl\nprint(sites.filter(pl.col('height') > 2))", "import polars as pl\nprint(sites.filter(pl.col('depth') > 2))"),
    # wrong columns to the end
    case("the price of fish", "refused", "penguins['price'].mean()", "penguins['fish_price'].mean()", "penguins.price.mean()"),
    case("sort by weight", "refused", *["penguins.sort_values('weight')"] * 3),
    case("temperature by island", "refused", *["penguins.groupby('island')['temperature'].mean()"] * 3),
    case("join the tables by id", "refused", *["penguins.merge(stations, on='id')"] * 3),
    case("query on a wrong name", "refused", *["penguins.query('weight > 4000')"] * 3),
    case("columns in a loop", "refused", *["for name in ['body_mass_g', 'wing_length']:\n    print(penguins[name].mean())"] * 3),
    case("a column in a function", "refused", *["def mean_of(table):\n    return table['weight'].mean()\nprint(mean_of(penguins))"] * 3),
    # variables and modules that are not there
    case("describe df", "refused", *["print(df.describe())"] * 3),
    case("the other table", "refused", *["print(measurements.head())"] * 3),
    case("with a package nobody has", "refused", *["import easystats\neasystats.summary(penguins)"] * 3),
    case("describe df, told better", "ran", "df = pd.read_csv('penguins.csv')\nprint(df.describe())", "print(penguins.describe())"),
    # functions that do not exist
    case("t-test made up", "refused", *["from scipy.stats import t_test\nprint(t_test(penguins['year']))"] * 3),
    case("a method made up", "refused", *["print(penguins.summarise_by('species'))"] * 3),
    case("numpy made up", "refused", *["print(np.robust_mean(x))"] * 3),
    case("a class made up", "refused", *["from sklearn.linear_model import LinearRegressor\nprint(LinearRegressor())"] * 2),
    case("a text method made up", "refused", *["print(penguins['species'].str.to_title())"] * 3),
    case("a method made up, mended", "ran", "print(penguins['year'].average())", "print(penguins['year'].mean())"),
    # no Python
    case("cut off", "ran", "print((", "print(1)"),
    case("never closed", "refused", "for i in range(3:\n    print(i)", "print('", "def f(:"),
    case("prose", "refused", "Sure! Here is the code you asked for:", "I am sorry, I cannot.", "Let me try again."),
    case("nothing", "refused", "", "  ", "# nothing to do"),
    # fails when it runs
    case("mean of texts", "failed", *["print(penguins['species'].mean())"] * 2),
    case("mean of texts, mended", "ran", "print(penguins['species'].mean())", "print(penguins['species'].nunique())"),
    case("division", "failed", *["print(1 / (len(penguins) - len(penguins)))"] * 2),
    case("shapes", "failed", *["print(x + np.arange(3))"] * 2),
    # bombs
    case("for ever", "failed", *["n = 0\nwhile True:\n    n += 1"] * 2),
    case("all the memory", "failed", *["big = bytearray(4 * 2**30)\nprint(len(big))"] * 2),
    # dangers
    case("delete the old results", "not run", "import os\nos.remove('results.csv')", dangers=1),
    case("get the data from the web", "not run", "import pandas as pd\nprint(pd.read_csv('https://example.org/penguins.csv').head())", dangers=1),
    case("list the folder", "not run", "!ls -la\nprint(len(penguins))", dangers=1),
    case("install seaborn", "not run", "import subprocess\nsubprocess.run(['pip', 'install', 'seaborn'])", dangers=1),
    # the user's data, and what a trial lacks
    case("drop what is missing", "ran", "penguins.dropna(inplace=True)\nprint(len(penguins))", dangers=1),
    case("read the other file", "not run", "other = pd.read_csv('other.csv')\nprint(other.shape)"),
]  # fmt: skip
