"""Where a build keeps things in a project, and the names by which its process is told what to do."""

CACHE_FILE = ".cache/helploop/build.sqlite"
#: What stands in the site that was built last.
RECORD = ".cache/helploop/site.json"
#: What stands in the site that is being built.
NEXT_RECORD = ".cache/helploop/next.json"
#: The site before the last one, and what stands in it.
TWIN = ".cache/helploop/twin"
TWIN_RECORD = ".cache/helploop/twin.json"
#: How every file of both looks, see `book`.
BOOK = ".cache/helploop/book.json"
#: The site of the last build without its texts, and that of the build that is being made.
KEPT = ".cache/helploop/kept.json"
NEXT_KEPT = ".cache/helploop/kept-next.json"
#: The frequent words of all articles of the last whole build.
TERMS = ".cache/helploop/terms.json"
#: Where the host writes while our files go to their tree.
HOSTED = ".cache/helploop/hosted"
NO_CACHE = "HELPLOOP_NO_CACHE"
SCHEDULER = "HELPLOOP_SCHEDULER"
#: In the environment of a build: where the site stands that will be replaced by what it makes.
PREVIOUS_SITE = "HELPLOOP_PREVIOUS_SITE"
#: In the environment of a build: the folder that will replace it; the host itself writes to another one.
TREE = "HELPLOOP_TREE"
#: In the environment of the host's process: who waits for it, and with whom it ends.
PARENT = "HELPLOOP_PARENT"
