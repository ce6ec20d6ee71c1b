/// Writing XML 1.0: escaping that always gives a well-formed document, and a small writer of nested elements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// Text for element content or a quoted attribute. Characters that XML 1.0 forbids (section 2.2: controls,
/// U+FFFE) and bytes that are no UTF-8 become U+FFFD; carriage returns are written as references, to survive
/// a reader's line ends.
void append_escaped(std::string& out, std::string_view text);

/// The same for attributes, where readers also turn tabs and line feeds into blanks (XML 1.0 section 3.3.3).
void append_escaped_attribute(std::string& out, std::string_view text);

/// Appends elements to a text as they are named: open(), attribute(), text(), close(). Elements are indented
/// unless they hold text. What is still open when the writer goes stays open.
class XmlWriter {
 public:
  explicit XmlWriter(std::string& out) : out_(out) {}
  XmlWriter(XmlWriter const&) = delete;
  XmlWriter& operator=(XmlWriter const&) = delete;

  XmlWriter& declaration();                      ///< <?xml version="1.0" encoding="UTF-8"?>
  XmlWriter& stylesheet(std::string_view href);  ///< <?xml-stylesheet ...?>
  XmlWriter& open(std::string_view name);        ///< <name
  XmlWriter& attribute(std::string_view name, std::string_view value);  ///< right behind open()
  /// Left out when the value is empty.
  XmlWriter& attribute_if(std::string_view name, std::string_view value);
  XmlWriter& text(std::string_view text);
  XmlWriter& close();  ///< </name>, or /> when nothing was inside
  XmlWriter& element(std::string_view name, std::string_view text);
  XmlWriter& element_if(std::string_view name, std::string_view text);  ///< left out when the text is empty
  void finish_start();  ///< writes the pending '>' of the start tag

 private:
  void new_line(std::size_t depth);

  std::string& out_;
  std::vector<std::string> open_;
  bool in_start_tag_ = false;
  bool has_text_ = false;
};

}  // namespace catalog
