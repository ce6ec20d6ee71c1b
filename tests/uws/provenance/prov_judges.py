"""Judges of provenance documents: the library prov, the order of PROV-XML's schema, PROV-CONSTRAINTS, stilts, XML."""
import io
import json
import re
import subprocess
import tempfile
import warnings

from lxml import etree
from prov.model import ProvDocument

PROV = "{http://www.w3.org/ns/prov#}"
TAIL = {"entity": ["label", "location", "type", "value"], "activity": ["label", "location", "type"],
        "agent": ["label", "location", "type"],
        "relation": ["label", "type"], "event": ["label", "location", "role", "type"],
        "wasAssociatedWith": ["label", "role", "type"]}
# The sequences of http://www.w3.org/ns/prov-core.xsd: own elements, then the shared ones, then those of others.
SEQUENCES = {
    "entity": TAIL["entity"], "agent": TAIL["agent"], "activity": ["startTime", "endTime"] + TAIL["activity"],
    "wasGeneratedBy": ["entity", "activity", "time"] + TAIL["event"], "used": ["activity", "entity", "time"] + TAIL["event"],
    "wasInvalidatedBy": ["entity", "activity", "time"] + TAIL["event"],
    "wasInformedBy": ["informed", "informant"] + TAIL["relation"],
    "wasDerivedFrom": ["generatedEntity", "usedEntity", "activity", "generation", "usage"] + TAIL["relation"],
    "wasAttributedTo": ["entity", "agent"] + TAIL["relation"],
    "wasAssociatedWith": ["activity", "agent", "plan"] + TAIL["wasAssociatedWith"],
    "wasInfluencedBy": ["influencee", "influencer"] + TAIL["relation"],
    "specializationOf": ["specificEntity", "generalEntity"], "hadMember": ["collection", "entity"]}
NO_OTHERS = {"specializationOf", "hadMember"}


def no_repeated_names(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"a name twice in one object: {names}"
    return dict(pairs)


def read_json(text):
    """The document, after JSON -> XML -> JSON has been found to change nothing."""
    json.loads(text, object_pairs_hook=no_repeated_names)
    document = ProvDocument.deserialize(content=text, format="json")
    through = ProvDocument.deserialize(content=document.serialize(format="xml"), format="xml")
    assert document == through, "JSON -> XML"
    assert document == ProvDocument.deserialize(content=through.serialize(format="json"), format="json"), "XML -> JSON"
    return document


def read_xml(text):
    check_xml_order(text)
    check_xml_schema(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # "... will be ignored in this package"
        return ProvDocument.deserialize(source=io.BytesIO(text.encode()), format="xml")


def check_xml_order(text):
    root = etree.fromstring(text.encode())
    assert root.tag == PROV + "document"
    for record in root:
        kind = record.tag.removeprefix(PROV)
        places = []
        for child in record:
            own = child.tag.startswith(PROV)
            assert own or kind not in NO_OTHERS, (kind, child.tag)
            places.append(SEQUENCES[kind].index(child.tag.removeprefix(PROV)) if own else 99)
        assert places == sorted(places), (kind, [child.tag for child in record])
        for child in record.iterfind(PROV + "type"):
            assert child.get("{http://www.w3.org/2001/XMLSchema-instance}type"), "prov:type without a type"


def xml_schema():
    """What of http://www.w3.org/ns/prov-core.xsd these documents use, with its types."""
    def child(name, required):
        least = f'minOccurs="{int(required)}"'
        if name in ("label", "role", "type", "location"):
            return f'<xs:element ref="prov:{name}" {least} maxOccurs="unbounded"/>'
        if name == "value":
            return f'<xs:element ref="prov:value" {least}/>'
        kind = "xs:dateTime" if name.lower().endswith("time") else "prov:IDRef"
        return f'<xs:element name="{name}" type="{kind}" {least}/>'

    relation = {kind for kind in SEQUENCES if kind not in ("entity", "activity", "agent")}
    text = ('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:prov="http://www.w3.org/ns/prov#" '
            'targetNamespace="http://www.w3.org/ns/prov#" elementFormDefault="qualified">'
            '<xs:attribute name="id" type="xs:QName"/><xs:attribute name="ref" type="xs:QName"/>'
            '<xs:complexType name="IDRef"><xs:attribute ref="prov:ref" use="required"/></xs:complexType>'
            '<xs:element name="label" type="xs:string"/>')
    text += "".join(f'<xs:element name="{name}" type="xs:anySimpleType"/>' for name in ("role", "type", "location", "value"))
    for kind, names in SEQUENCES.items():
        inside = "".join(child(name, kind in relation and name == names[0]) for name in names)
        if kind not in NO_OTHERS:
            inside += '<xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'
        identifier = "" if kind in NO_OTHERS else '<xs:attribute ref="prov:id"/>'
        text += (f'<xs:element name="{kind}"><xs:complexType><xs:sequence>{inside}</xs:sequence>{identifier}'
                 "</xs:complexType></xs:element>")
    choice = "".join(f'<xs:element ref="prov:{kind}"/>' for kind in SEQUENCES)
    text += (f'<xs:element name="document"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">{choice}'
             "</xs:choice></xs:complexType></xs:element></xs:schema>")
    return etree.XMLSchema(etree.fromstring(text))


def check_xml_schema(text):
    """Identifiers may be no xs:QName (a local part that begins with a digit or has a slash); all else must be right."""
    schema = xml_schema()
    schema.validate(etree.fromstring(text.encode()))
    problems = [error for error in schema.error_log if not error.message.endswith("of the atomic type 'xs:QName'.")]
    assert not problems, problems[:3]


def records(document, word):
    for record in document.get_records():
        if record.get_type().localpart == word:
            yield {attribute.localpart: value for attribute, value in record.formal_attributes}, record


def constraint_problems(document):
    """What PROV-CONSTRAINTS (W3C REC-prov-constraints-20130430, section 6) forbids, as far as we write it: numbers are
    those of its constraints."""
    problems, elements, seen = [], {}, {}
    for kind in ("Entity", "Activity", "Agent"):
        for _, record in records(document, kind):
            elements.setdefault(record.identifier.uri, set()).add(kind)
            seen.setdefault((kind, record.identifier.uri), []).append(record)
    problems += [f"23: {uri} twice" for (_, uri), found in seen.items() if len(found) > 1]
    problems += [f"55: {uri} is entity and activity" for uri, k in elements.items() if {"Entity", "Activity"} <= k]
    began, ended = {}, {}
    for formal, record in records(document, "Activity"):
        began[record.identifier.uri], ended[record.identifier.uri] = formal["startTime"], formal["endTime"]
        if formal["startTime"] and formal["endTime"] and formal["startTime"] > formal["endTime"]:
            problems.append(f"30: {record.identifier} ends before it starts")
    made, maker = {}, {}
    for formal, _ in records(document, "Generation"):
        entity, activity = formal["entity"].uri, formal["activity"].uri
        if maker.setdefault(entity, activity) != activity:
            problems.append(f"24: {entity} was generated twice")
        made[entity] = when = formal["time"]
        if when and (began.get(activity) or when) > when or when and (ended.get(activity) or when) < when:
            problems.append(f"36: {entity} was generated outside of its activity")
    gone = {f["entity"].uri: f["time"] for f, _ in records(document, "Invalidation")}
    problems += [f"39: {e} invalid before it was made" for e, t in gone.items() if t and made.get(e) and t < made[e]]
    for formal, _ in records(document, "Usage"):
        entity, activity = formal["entity"].uri, formal["activity"].uri
        if made.get(entity) and ended.get(activity) and made[entity] > ended[activity]:
            problems.append(f"37: {activity} used {entity} before it was made")
        if maker.get(entity) == activity:
            problems.append(f"{activity} used {entity}, which it made")
    later = {}
    for formal, _ in records(document, "Derivation"):
        later.setdefault(formal["generatedEntity"].uri, set()).add(formal["usedEntity"].uri)
        a, b = made.get(formal["usedEntity"].uri), made.get(formal["generatedEntity"].uri)
        if a and b and a > b:
            problems.append(f"41: {formal['generatedEntity']} was made before {formal['usedEntity']}")
    problems += [f"derived from itself: {uri}" for uri in circles(later)]
    return problems


def circles(later):
    def ancestors(uri):
        found, todo = set(), list(later.get(uri, ()))
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += later.get(one, ())
        return found
    return [uri for uri in later if uri in ancestors(uri)]


def check_form(document):
    """Identifiers with declared prefixes, times in UTC, attribute names that XML can have."""
    for record in document.get_records():
        for attribute, value in record.attributes:
            assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", attribute.localpart), attribute
            if hasattr(value, "tzinfo"):
                assert value.tzinfo is not None and value.utcoffset().total_seconds() == 0, value


def votlint(text):
    with tempfile.NamedTemporaryFile("w", suffix=".vot", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(["stilts", "votlint", f"votable={file.name}"], capture_output=True, text=True, timeout=120)
    return (done.stdout + done.stderr).strip()


def check_svg(text):
    """Well-formed, nothing that runs, titles and texts; returns the root."""
    root = etree.fromstring(text.encode())
    svg = "{http://www.w3.org/2000/svg}"
    assert root.tag == svg + "svg" and root.find(svg + "title") is not None and root.find(svg + "desc") is not None
    for element in root.iter():
        assert element.tag.removeprefix(svg) in {"svg", "title", "desc", "rect", "g", "a", "path", "text"}, element.tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            if name.endswith("href"):
                assert value.startswith(("http://", "https://")), value
    return root
