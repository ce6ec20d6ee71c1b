/// What form of an answer the client prefers (RFC 9110 section 12).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "uws/http/message.hpp"

namespace uws::http {

/// "text/csv;header=present": type in lower case, parameters in their order with names in lower case.
struct MediaType {
  std::string type{};
  std::vector<std::pair<std::string, std::string>> parameters{};
  std::optional<std::string_view> parameter(std::string_view name) const;
};
/// Nothing if the text is no media type at all ("csv").
std::optional<MediaType> parse_media_type(std::string_view text);

/// The offer the client likes best by its Accept header; among equals the earlier one, and the first if it
/// has no preference or no Accept at all. Nothing if it refuses all of them (406, or the first in spite of
/// it). Broken elements of the header are passed over.
std::optional<std::string> preferred_type(Headers const& request, std::span<std::string const> offers);

enum class Encoding { identity, gzip };
/// gzip if the client lists it (or "x-gzip", or "*") with a weight above zero and not below identity's.
Encoding preferred_encoding(Headers const& request);

}  // namespace uws::http
