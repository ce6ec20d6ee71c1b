#include "catalog/table/xml_text.hpp"

#include <array>
#include <cstdint>

#include "catalog/table/utf8.hpp"
#include "engine/base/expects.hpp"

namespace catalog {

namespace {

enum class Treatment : std::uint8_t { plain, reference, white, forbidden, many_bytes };

constexpr std::array<Treatment, 256> treatments = [] {
  std::array<Treatment, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = Treatment::forbidden;
  for (std::size_t i = 0x80; i < 256; ++i) table[i] = Treatment::many_bytes;
  for (char c : {'&', '<', '>', '"', '\'', '\r'}) table[static_cast<std::size_t>(c)] = Treatment::reference;
  table['\n'] = table['\t'] = Treatment::white;
  return table;
}();

std::string_view reference_of(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\r': return "&#13;";
    case '\n': return "&#10;";
    case '\t': return "&#9;";
    default: return replacement_character;
  }
}

/// Length of the character at the beginning of `text` if it may stand in XML 1.0 as it is, else 0.
std::size_t legal_bytes(std::string_view text) {
  CodePoint const point = first_code_point(text);
  return point.value == 0xFFFE || point.value == 0xFFFF ? 0 : point.bytes;
}

template <bool white_as_reference>
void append_with_references(std::string& out, std::string_view text) {
  std::size_t copied = 0, at = 0;
  auto const replace = [&](std::string_view with, std::size_t bytes) {
    out.append(text, copied, at - copied);
    out += with;
    at += bytes;
    copied = at;
  };
  while (at < text.size()) {
    switch (treatments[static_cast<std::uint8_t>(text[at])]) {
      case Treatment::plain: ++at; break;
      case Treatment::white:
        if (white_as_reference)
          replace(reference_of(text[at]), 1);
        else
          ++at;
        break;
      case Treatment::reference:
      case Treatment::forbidden: replace(reference_of(text[at]), 1); break;
      case Treatment::many_bytes: {
        std::size_t const bytes = legal_bytes(text.substr(at));
        if (bytes > 0)
          at += bytes;
        else
          replace(replacement_character, first_code_point(text.substr(at)).bytes == 3 ? 3 : 1);
        break;
      }
    }
  }
  out.append(text, copied, at - copied);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) { append_with_references<false>(out, text); }

void append_escaped_attribute(std::string& out, std::string_view text) {
  append_with_references<true>(out, text);
}

void XmlWriter::new_line(std::size_t depth) {
  if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  out_.append(2 * depth, ' ');
}

void XmlWriter::finish_start() {
  if (in_start_tag_) out_ += '>';
  in_start_tag_ = false;
}

XmlWriter& XmlWriter::declaration() {
  out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  return *this;
}

XmlWriter& XmlWriter::stylesheet(std::string_view href) {
  out_ += "<?xml-stylesheet type=\"text/xsl\" href=\"";
  append_escaped_attribute(out_, href);
  out_ += "\"?>\n";
  return *this;
}

XmlWriter& XmlWriter::open(std::string_view name) {
  finish_start();
  new_line(open_.size());
  (out_ += '<') += name;
  open_.emplace_back(name);
  in_start_tag_ = true;
  has_text_ = false;
  return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
  EXPECTS(in_start_tag_);
  ((out_ += ' ') += name) += "=\"";
  append_escaped_attribute(out_, value);
  out_ += '"';
  return *this;
}

XmlWriter& XmlWriter::attribute_if(std::string_view name, std::string_view value) {
  return value.empty() ? *this : attribute(name, value);
}

XmlWriter& XmlWriter::text(std::string_view text) {
  finish_start();
  append_escaped(out_, text);
  has_text_ = true;
  return *this;
}

XmlWriter& XmlWriter::close() {
  EXPECTS(!open_.empty());
  std::string const name = std::move(open_.back());
  open_.pop_back();
  if (in_start_tag_) {
    out_ += "/>";
  } else {
    if (!has_text_) new_line(open_.size());
    ((out_ += "</") += name) += '>';
  }
  in_start_tag_ = has_text_ = false;
  if (open_.empty()) out_ += '\n';
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text) {
  open(name);
  if (!text.empty()) this->text(text);
  return close();
}

XmlWriter& XmlWriter::element_if(std::string_view name, std::string_view text) {
  return text.empty() ? *this : element(name, text);
}

}  // namespace catalog
