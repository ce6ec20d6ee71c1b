/// A PROV document as values, between the graph and its many spellings: records with qualified names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace uws::prov {

/// A URI as namespace and local part: the prefix is declared in the document, `local` has only characters
/// that a URI may have (RFC 3986), everything else percent-encoded.
struct Name {
  std::string prefix{}, local{};
  bool operator==(Name const&) const = default;
  bool empty() const { return prefix.empty(); }
};

enum class ValueKind { text, integer, real, instant, name };
/// `text` is fit for XML 1.0 and never empty; of an instant the ISO form with Z, of a name nothing.
struct Value {
  ValueKind kind = ValueKind::text;
  std::string text{};
  Name name{};
};
struct Attribute {
  Name name{};
  Value value{};
};

/// The records of PROV-DM that we write, then those that only the IVOA's model knows (voprov's words for
/// them).
enum class Kind {
  activity,
  entity,
  agent,
  was_generated_by,
  used,
  was_informed_by,
  was_derived_from,
  was_attributed_to,
  was_associated_with,
  was_invalidated_by,
  was_influenced_by,
  specialization_of,
  had_member,
  value_entity,
  dataset_entity,
  activity_description,
  usage_description,
  generation_description,
  parameter_description,
  parameter,
  config_file,
  is_described_by,
  is_related_to,
  was_configured_by
};

/// What is fixed for a kind: its word, which is the section of PROV-JSON, the element of PROV-XML and the
/// name of the expression in PROV-N; the names of its arguments in their order (PROV-DM section 5); how many
/// must be there.
struct KindRow {
  Kind kind;
  std::string_view word;
  std::vector<std::string_view> arguments;
  std::size_t required = 0;
  bool element = false;    ///< has an identifier of its own
  bool attributes = true;  ///< may have further attributes
};
KindRow const& row_of(Kind kind);

struct Record {
  Kind kind = Kind::entity;
  Name id{};                       ///< of elements; relations have none
  std::vector<Value> arguments{};  ///< as in the row; empty text and name: not said
  std::vector<Attribute> attributes{};
};

struct Document {
  std::vector<std::pair<std::string, std::string>> namespaces{};  ///< prefix, URI; sorted by prefix
  std::vector<Record> records{};                                  ///< by kind, then by identifiers
  std::string remark{};  ///< for people: what is left out; empty: nothing
  bool ivoa = false;     ///< voprov's own words, which PROV does not know
};

/// "prefix:local"
std::string text_of(Name const& name);
inline bool is_said(Value const& value) { return !value.text.empty() || !value.name.empty(); }

}  // namespace uws::prov
