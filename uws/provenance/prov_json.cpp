#include "uws/provenance/prov_json.hpp"

#include <map>
#include <vector>

#include "catalog/table/json_text.hpp"
#include "uws/provenance/xsd_types.hpp"

namespace uws::prov {

namespace {

using catalog::append_json_string;

class Writer {
 public:
  explicit Writer(Document const& document) : document_(document) {}

  std::string write() {
    out_ = "{\n \"prefix\": {";
    char const* comma = "";
    for (auto const& [prefix, uri] : document_.namespaces) {
      out_ += comma + std::string("\n  ");
      member(prefix);
      append_json_string(out_, uri);
      comma = ",";
    }
    out_ += "\n }";
    for (std::size_t i = 0; i < document_.records.size(); ++i) begin(i);
    if (!document_.records.empty()) out_ += "\n }";
    return out_ + "\n}\n";
  }

 private:
  void member(std::string const& name) {
    append_json_string(out_, name);
    out_ += ": ";
  }

  void begin(std::size_t index) {
    Record const& record = document_.records[index];
    bool const opens = index == 0 || document_.records[index - 1].kind != record.kind;
    if (opens) {
      if (index > 0) out_ += "\n }";
      out_ += ",\n ";
      member(std::string(row_of(record.kind).word));
      out_ += "{";
      number_ = 0;
    }
    out_ += opens ? "\n  " : ",\n  ";
    KindRow const& row = row_of(record.kind);
    ++number_;
    member(row.element ? text_of(record.id) : "_:" + std::string(row.word) + std::to_string(number_));
    write_record(record, row);
  }

  void write_record(Record const& record, KindRow const& row) {
    std::string const space = document_.ivoa ? "voprov:" : "prov:";
    char const* separator = "{";
    auto const next = [&](std::string const& name) {
      out_ += separator;
      member(name);
      separator = ", ";
    };
    for (std::size_t i = 0; i < record.arguments.size(); ++i) {
      Value const& value = record.arguments[i];
      if (!is_said(value)) continue;
      next(space + std::string(row.arguments[i]));
      append_json_string(out_, value.name.empty() ? value.text : text_of(value.name));
    }
    // One member a name, with a list of values if there are several.
    std::vector<std::string> names;
    std::map<std::string, std::vector<Value const*>> values;
    for (Attribute const& attribute : record.attributes) {
      auto& of_name = values[text_of(attribute.name)];
      if (of_name.empty()) names.push_back(text_of(attribute.name));
      of_name.push_back(&attribute.value);
    }
    for (std::string const& name : names) {
      next(name);
      write_values(values[name]);
    }
    out_ += *separator == '{' ? "{}" : "}";
  }

  void write_values(std::vector<Value const*> const& values) {
    if (values.size() > 1) out_ += "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ", ";
      write_value(*values[i]);
    }
    if (values.size() > 1) out_ += "]";
  }

  void write_value(Value const& value) {
    if (value.kind == ValueKind::text) {
      append_json_string(out_, value.text);
      return;
    }
    out_ += "{\"$\": ";
    append_json_string(out_, value.kind == ValueKind::name ? text_of(value.name) : value.text);
    out_ += ", \"type\": \"";
    out_ += value.kind == ValueKind::name ? "prov:QUALIFIED_NAME" : xsd_type(value);
    out_ += "\"}";
  }

  Document const& document_;
  std::string out_{};
  int number_ = 0;
};

}  // namespace

std::string to_json(Document const& document) { return Writer(document).write(); }

}  // namespace uws::prov
