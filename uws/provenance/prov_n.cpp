#include "uws/provenance/prov_n.hpp"

#include <string_view>

#include "uws/provenance/xsd_types.hpp"

namespace uws::prov {

namespace {

/// PN_LOCAL (section 3.7.1): some characters must stand behind a backslash, "." and "-" at the ends too.
std::string escaped_local(std::string_view local) {
  std::string out;
  for (std::size_t i = 0; i < local.size(); ++i) {
    char const c = local[i];
    bool const always = std::string_view("='(),:;[]").find(c) != std::string_view::npos;
    bool const at_end = (c == '-' && i == 0) || (c == '.' && (i == 0 || i + 1 == local.size()));
    if (always || at_end) out += '\\';
    out += c;
  }
  return out;
}

std::string name_text(Name const& name) { return name.prefix + ":" + escaped_local(name.local); }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  return out + "\"";
}

std::string argument_text(Value const& value, bool literal) {
  if (!is_said(value)) return "-";
  if (!value.name.empty()) return name_text(value.name);
  return literal ? quoted(value.text) : value.text;
}

std::string literal_text(Value const& value) {
  if (value.kind == ValueKind::name) return "'" + name_text(value.name) + "'";
  if (value.kind == ValueKind::text) return quoted(value.text);
  return quoted(value.text) + " %% " + std::string(xsd_type(value));
}

/// Markers may be left out only all together: "activity(a)" but "activity(a, -, 2026-...)".
std::size_t arguments_needed(Record const& record, KindRow const& row) {
  for (Value const& value : record.arguments)
    if (is_said(value) && static_cast<std::size_t>(&value - record.arguments.data()) >= row.required)
      return record.arguments.size();
  return row.required;
}

std::string expression(Record const& record, bool ivoa) {
  KindRow const& row = row_of(record.kind);
  bool const extension = row.kind > Kind::had_member;
  std::string out = "  " + std::string(ivoa && extension ? "voprov:" : "") + std::string(row.word) + "(";
  std::string comma;
  auto const put = [&](std::string const& text) {
    out += comma + text;
    comma = ", ";
  };
  if (row.element) put(name_text(record.id));
  std::size_t const needed = arguments_needed(record, row);
  for (std::size_t i = 0; i < needed && i < record.arguments.size(); ++i)
    put(argument_text(record.arguments[i], extension));
  if (!record.attributes.empty()) {
    std::string list;
    for (Attribute const& attribute : record.attributes)
      list += (list.empty() ? "" : ", ") + name_text(attribute.name) + "=" + literal_text(attribute.value);
    put("[" + list + "]");
  }
  return out + ")\n";
}

}  // namespace

std::string to_provn(Document const& document) {
  std::string out = "document\n";
  for (auto const& [prefix, uri] : document.namespaces)
    if (prefix != "prov" && prefix != "xsd") out += "  prefix " + prefix + " <" + uri + ">\n";
  if (!document.remark.empty()) out += "\n  // " + document.remark + "\n";
  out += "\n";
  for (Record const& record : document.records) out += expression(record, document.ivoa);
  return out + "endDocument\n";
}

}  // namespace uws::prov
