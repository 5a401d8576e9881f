"""What may do harm, by its dotted name: tables, no code."""

from __future__ import annotations

_DELETES = "deletes or moves files"
_RUNS = "runs another program or ends one"
_SENDS = "uses the network"
_WRITES = "writes or creates a file"
_EVALUATES = "runs a text as code"
_LOADS = "runs whatever code the file holds while it loads it"
_IMPORTS = "imports by a name that is made up at run time"
_MEMORY = "reaches past Python into the memory of the process"
_THREADS = "starts threads or processes that go on by themselves"
_SECRETS = "reads or changes the environment, where secrets are kept"
_SYSTEM = "changes the process, its limits or its working folder"
_ATTRIBUTES = "reaches attributes by a name that cannot be read from the code"
_KERNEL = "commands the kernel"
_WAITS = "stops and waits for an input"
_INNER = "reaches into the inner workings of Python"

# Names of modules of which every use is marked, and what is told of it.
WHOLE = {
    **dict.fromkeys("pydoc subprocess pty commands popen2 sh pexpect plumbum fabric invoke".split(), _RUNS),
    **dict.fromkeys(
        "socket socketserver ssl requests urllib.request urllib3 http.client http.server httpx aiohttp ftplib "
        "smtplib poplib imaplib nntplib telnetlib xmlrpc websocket websockets paramiko boto3 botocore s3fs gcsfs "
        "fsspec webbrowser yfinance pandas_datareader kaggle openml wandb huggingface_hub pycurl grpc zmq "
        "selenium playwright scrapy tornado.httpclient smbclient pysftp ftputil asyncssh google.cloud azure "
        "wget gdown datasets pymongo redis psycopg psycopg2 pymysql MySQLdb mysql pyodbc oracledb cx_Oracle snowflake "
        "kafka pika paho docker kubernetes slack_sdk twilio sendgrid openai anthropic cohere mistralai litellm ollama "
        "replicate transformers sentence_transformers streamlit gradio dash flask fastapi uvicorn bottle django geopy osmnx "
        "contextily owslib cdsapi earthaccess fredapi quandl tweepy praw mechanize Bio.Entrez wsgiref".split(),
        _SENDS,
    ),
    **dict.fromkeys("ctypes cffi mmap _ctypes numpy.ctypeslib".split(), _MEMORY),
    **dict.fromkeys("threading _thread multiprocessing multiprocess pathos billiard loky concurrent.futures dask.distributed ray".split(), _THREADS),
    **dict.fromkeys("signal resource fcntl msvcrt winreg faulthandler atexit syslog".split(), _SYSTEM),
    **dict.fromkeys("importlib imp zipimport pkgutil pkg_resources".split(), _IMPORTS),
    **dict.fromkeys("rpy2 oct2py matlab julia pyximport cython Cython execnet numpy.f2py runpy code codeop timeit cProfile profile trace doctest bdb pdb".split(), _EVALUATES),
    **dict.fromkeys("tempfile dbm logging.handlers logging.config py_compile compileall".split(), _WRITES),
    **dict.fromkeys("dill cloudpickle shelve marshal".split(), _LOADS),
    **dict.fromkeys("tkinter turtle".split(), "opens a window of its own"),
    **dict.fromkeys("pip ensurepip venv setuptools distutils site conda".split(), "installs software"),
    **dict.fromkeys("IPython ipykernel jupyter_client nbclient jupyter_core jupyter_server".split(), _KERNEL),
    **dict.fromkeys("gc inspect".split(), _INNER),
}  # fmt: skip

# Modules of which every use is marked but those of the names given here.
BUT = {
    "os": (
        frozenset(
            "path getcwd listdir scandir walk sep linesep name cpu_count getpid fspath stat curdir pardir extsep "
            "altsep PathLike pathsep uname times urandom get_terminal_size access fsdecode fsencode".split()
        ),
        "deletes, writes, or commands the system",
    ),
    "sys": (
        frozenset(
            "version version_info platform maxsize path getsizeof float_info int_info executable argv stdout stderr "
            "byteorder implementation getrecursionlimit hexversion api_version prefix base_prefix".split()
        ),
        _SYSTEM,
    ),
    "shutil": (frozenset("which disk_usage get_terminal_size".split()), _DELETES),
    "asyncio": (frozenset("sleep gather".split()), _THREADS),
    "psutil": (
        frozenset("cpu_percent virtual_memory cpu_count disk_usage swap_memory".split()),
        "looks at or ends other processes",
    ),
    "inspect": (frozenset("signature getdoc isclass isfunction Parameter".split()), _INNER),
    "gc": (frozenset(["collect"]), _INNER),
    "tempfile": (frozenset("gettempdir gettempdirb gettempprefix tempdir".split()), _WRITES),
    "timeit": (frozenset(["default_timer"]), _EVALUATES),
    "IPython": (frozenset("display __version__".split()), _KERNEL),
    "fsspec": (frozenset(["__version__"]), _SENDS),
    "importlib": (frozenset(["metadata"]), _IMPORTS),
}
OS = {
    "posix": "os",
    "nt": "os",
    "_io": "io",
    "posixpath": "os.path",
    "ntpath": "os.path",
    "_pickle": "pickle",
}

# Single functions and classes.
SINGLE = {
    **dict.fromkeys(
        "builtins.eval builtins.exec builtins.compile pandas.eval numexpr.evaluate types.FunctionType "
        "types.CodeType sympy.sympify sympy.parsing.sympy_parser.parse_expr".split(),
        _EVALUATES,
    ),
    **dict.fromkeys(["os.path.expandvars"], _SECRETS),
    **dict.fromkeys(["builtins.__import__"], _IMPORTS),
    **dict.fromkeys("builtins.input builtins.raw_input getpass.getpass builtins.breakpoint".split(), _WAITS),
    **dict.fromkeys("builtins.exit builtins.quit".split(), "ends the kernel"),
    **dict.fromkeys(["builtins.get_ipython"], _KERNEL),
    **dict.fromkeys("joblib.Parallel joblib.parallel_backend".split(), _THREADS),
    **dict.fromkeys("IPython.display.Javascript IPython.display.display_javascript".split(), "runs a script in the page"),
    **dict.fromkeys(
        "builtins.setattr builtins.delattr operator.attrgetter operator.methodcaller builtins.globals "
        "builtins.locals".split(),
        _ATTRIBUTES,
    ),
    **dict.fromkeys("builtins.__builtins__ builtins.__loader__ builtins.__spec__".split(), _INNER),
    **dict.fromkeys(
        "pickle.load pickle.loads pickle.Unpickler joblib.load pandas.read_pickle torch.load yaml.load "
        "yaml.unsafe_load yaml.full_load keras.models.load_model tensorflow.keras.models.load_model "
        "pickle.dump statsmodels.api.load statsmodels.iolib.smpickle.load_pickle".split(),
        _LOADS,
    ),
    **dict.fromkeys(
        "seaborn.load_dataset seaborn.get_dataset_names astropy.coordinates.SkyCoord.from_name "
        "astropy.coordinates.EarthLocation.of_site astropy.coordinates.EarthLocation.of_address torch.hub nltk.download statsmodels.datasets.get_rdataset "
        "statsmodels.api.datasets.get_rdataset tensorflow.keras.utils.get_file pandas.read_gbq "
        "astropy.utils.data.download_file sunpy.net astroquery urllib.urlopen pooch.retrieve".split(),
        _SENDS,
    ),
    **dict.fromkeys("zipfile.PyZipFile logging.FileHandler numpy.memmap numpy.lib.format.open_memmap".split(), _WRITES),
}  # fmt: skip
# What is shown in the notebook's page, where a script of it would run.
SHOWN = frozenset(
    "HTML Javascript IFrame Image SVG Markdown Video Audio display_html display_javascript".split()
)
SCRIPTS = "puts a script, or something from the network, into the page"
FETCHES = ("scipy.datasets.", "sklearn.datasets.fetch_", "torchvision.datasets.", "vega_datasets.")

# Methods that are marked whatever they are called on: nothing harmless has these names.
METHODS = {
    **dict.fromkeys("unlink rmdir rmtree removedirs".split(), _DELETES),
    **dict.fromkeys(
        "get_handle write_text write_bytes touch mkdir makedirs symlink_to hardlink_to chmod lchmod extractall".split(),
        _WRITES,
    ),
    **dict.fromkeys(["to_clipboard"], "writes to the clipboard"),
    **dict.fromkeys("read_pickle load_pickle".split(), _LOADS),
    **dict.fromkeys("kill terminate send_signal popen check_output check_call".split(), _RUNS),
    **dict.fromkeys("run_line_magic run_cell_magic run_cell getoutput ex_file".split(), _KERNEL),
    **dict.fromkeys("to_sql to_gbq drop_table drop_all".split(), "changes a database"),
    **dict.fromkeys("from_pretrained urlopen urlretrieve sendall sendto".split(), _SENDS),
    **dict.fromkeys(
        "f_globals f_locals f_builtins f_back gi_frame cr_frame tb_frame func_globals co_code".split(), _INNER
    ),
}  # fmt: skip
OF_PATHS = dict.fromkeys("rename replace".split(), _DELETES)

# What writes to the path that is its first argument, or the one of that keyword.
WRITERS = frozenset(
    "to_csv to_excel to_json to_parquet to_feather to_pickle to_hdf to_stata to_html to_latex to_markdown to_xml "
    "to_orc to_netcdf to_zarr to_string write_csv write_parquet write_json write_excel write_ipc write_avro "
    "write_ndjson sink_csv sink_parquet write_image write_html savefig imsave imwrite tofile save savetxt savez "
    "savez_compressed ExcelWriter HDFStore save_model export_graphviz basicConfig".split()
)
PATHS = (
    "path_or_buf",
    "path",
    "fname",
    "excel_writer",
    "buf",
    "file",
    "filename",
    "path_or_buffer",
    "outfile",
)
OPENERS = frozenset(
    "builtins.open io.open codecs.open gzip.open bz2.open lzma.open zipfile.ZipFile tarfile.open io.FileIO "
    "h5py.File netCDF4.Dataset".split()
)
SQL = frozenset(
    "execute executemany executescript sql query read_sql read_sql_query read_sql_table sql_query".split()
)

UNREADABLE = _ATTRIBUTES
TEXTS = _EVALUATES
NETWORK = _SENDS
WRITING = _WRITES
LOADING = _LOADS
INNER = _INNER
