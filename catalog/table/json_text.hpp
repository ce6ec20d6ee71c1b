/// Writing JSON (RFC 8259) text by hand where a document is streamed.
#pragma once

#include <string>
#include <string_view>

namespace catalog {

/// A quoted string. Bytes that are no UTF-8 become U+FFFD; controls are escaped, and so is '<', lest a page
/// that embeds the answer be ended by it.
void append_json_string(std::string& out, std::string_view text);

/// `"name":"value",` pieces without care for commas: the caller writes those.
void append_json_member(std::string& out, std::string_view name, std::string_view value);

}  // namespace catalog
