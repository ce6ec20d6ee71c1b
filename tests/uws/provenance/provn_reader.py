"""PROV-N read strictly by its grammar (W3C REC-prov-n-20130430, section 3), into documents of the library prov, which
can write PROV-N but not read it."""
import re

from prov.constants import PROV_N_MAP
from prov.model import Literal, ProvDocument

ELEMENTS = {"entity": [], "activity": ["startTime", "endTime"], "agent": []}
RELATIONS = {
    "wasGeneratedBy": (["entity", "activity", "time"], 1), "used": (["activity", "entity", "time"], 1),
    "wasInformedBy": (["informed", "informant"], 2), "wasAttributedTo": (["entity", "agent"], 2),
    "wasDerivedFrom": (["generatedEntity", "usedEntity", "activity", "generation", "usage"], 2),
    "wasAssociatedWith": (["activity", "agent", "plan"], 1), "wasInvalidatedBy": (["entity", "activity", "time"], 1),
    "wasInfluencedBy": (["influencee", "influencer"], 2), "specializationOf": (["specificEntity", "generalEntity"], 2),
    "hadMember": (["collection", "entity"], 2)}
TIMES = {"time", "startTime", "endTime"}
BARE = {"specializationOf", "hadMember"}  # no attributes (sections 3.5.2 and 3.6.1)

PREFIX = r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
OTHERS = r"[/@~&+*?#$!]|%[0-9A-Fa-f]{2}|\\[='(),\-:;\[\].]"
LOCAL = rf"(?:[A-Za-z0-9_]|{OTHERS})(?:(?:[A-Za-z0-9_.-]|{OTHERS})*(?:[A-Za-z0-9_-]|{OTHERS}))?"
NAME = re.compile(rf"({PREFIX}):({LOCAL})")
STRING = re.compile(r'"((?:[^"\\\n\r]|\\[tbnrf"\'\\])*)"')
TIME = re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0
        self.document = ProvDocument()
        self.prefixes = {"prov", "xsd"}

    def fail(self, wanted):
        raise ValueError(f"PROV-N: {wanted} expected at {self.text[self.at:self.at + 60]!r}")

    def blanks(self):
        while found := re.compile(r"\s+|//[^\n\r]*|/\*.*?\*/", re.S).match(self.text, self.at):
            self.at = found.end()

    def take(self, pattern, wanted):
        self.blanks()
        found = (re.compile(pattern) if isinstance(pattern, str) else pattern).match(self.text, self.at)
        if not found:
            self.fail(wanted)
        self.at = found.end()
        return found

    def sees(self, word):
        self.blanks()
        return self.text.startswith(word, self.at)

    def name(self):
        found = self.take(NAME, "qualified name")
        if found.group(1) not in self.prefixes:
            raise ValueError(f"PROV-N: prefix {found.group(1)} is not declared")
        return f"{found.group(1)}:" + re.sub(r"\\(.)", r"\1", found.group(2))

    def string(self):
        return re.sub(r"\\(.)", lambda m: ESCAPES[m.group(1)], self.take(STRING, "string").group(1))

    def literal(self):
        if self.sees("'"):
            self.take("'", "'")
            name = self.document.valid_qualified_name(self.name())
            self.take("'", "'")
            return name
        value = self.string()
        if self.sees("%%"):
            self.take("%%", "%%")
            return Literal(value, self.document.valid_qualified_name(self.name()))
        return value

    def attributes(self):
        pairs = []
        self.take(r"\[", "[")
        while not self.sees("]"):
            if pairs:
                self.take(",", ",")
            name = self.name()
            self.take("=", "=")
            pairs.append((name, self.literal()))
        self.take("]", "]")
        return pairs

    def argument(self, name):
        if self.sees("-"):
            self.take("-", "-")
            return None
        return self.take(TIME, "time").group(0) if name in TIMES else self.name()

    def extension(self):
        """An expression of others (section 3.9), which is read for its grammar only."""
        self.name()
        self.take(r"\(", "(")
        first = True
        while not self.sees(")"):
            if not first:
                self.take(",", ",")
            first = False
            if self.sees("["):
                self.attributes()
            elif self.sees('"'):
                self.literal()
            else:
                self.argument(None)
        self.take(r"\)", ")")

    def expression(self):
        if re.compile(NAME.pattern + r"\s*\(").match(self.text, self.at):
            return self.extension()
        word = self.take(r"[A-Za-z]+", "expression").group(0)
        self.take(r"\(", "(")
        identifier = None
        arguments, required = (ELEMENTS[word], 0) if word in ELEMENTS else RELATIONS[word]
        given, pairs = [], []
        if word in ELEMENTS:
            identifier = self.name()
        first = word not in ELEMENTS
        while not self.sees(")"):
            if not first:
                self.take(",", ",")
            first = False
            if self.sees("["):
                if word in BARE:
                    self.fail("no attributes")
                pairs = self.attributes()
                break
            given.append(self.argument(arguments[len(given)]))
        self.take(r"\)", ")")
        if len(given) not in (required, len(arguments)) or None in given[:required]:
            raise ValueError(f"PROV-N: {word} with {len(given)} arguments")
        formal = {f"prov:{n}": v for n, v in zip(arguments, given) if v is not None}
        kinds = {v: k for k, v in PROV_N_MAP.items()}
        self.document.new_record(kinds[word], identifier, formal, pairs)

    def read(self):
        self.take("document", "document")
        while self.sees("prefix "):
            self.take("prefix", "prefix")
            prefix = self.take(PREFIX, "prefix").group(0)
            uri = self.take(r'<([^<>"{}|^`\\\x00-\x20]*)>', "IRI").group(1)
            self.document.add_namespace(prefix, uri)
            self.prefixes.add(prefix)
        while not self.sees("endDocument"):
            self.blanks()
            self.expression()
        self.take("endDocument", "endDocument")
        self.blanks()
        if self.at != len(self.text):
            self.fail("the end")
        return self.document


def read_provn(text):
    return Reader(text).read()
