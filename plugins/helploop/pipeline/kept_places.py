"""Where a build keeps things in a project, and the names by which its process is told what to do."""

CACHE_FILE = ".cache/helploop/build.sqlite"
#: What stands in the site that was built last.
RECORD = ".cache/helploop/site.json"
NO_CACHE = "HELPLOOP_NO_CACHE"
SCHEDULER = "HELPLOOP_SCHEDULER"
#: In the environment of a build: where the site stands that will be replaced by what it makes.
PREVIOUS_SITE = "HELPLOOP_PREVIOUS_SITE"
