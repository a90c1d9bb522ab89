"""xsd.py SCHEMA FILE…: prints FILE, a tab and why for each that is not valid. Needs xmlschema."""

import sys

import xmlschema

schema = xmlschema.XMLSchema10(sys.argv[1])
failed = 0
for name in sys.argv[2:]:
    try:
        schema.validate(name)
    except Exception as why:  # also what is no XML at all
        failed = 1
        print("%s\t%s" % (name, " ".join(str(why).split())[:400]))
sys.exit(failed)
