#include "uws/http/conditions.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/text.hpp"
#include "uws/http/http_date.hpp"

namespace uws::http {

namespace {

enum class Comparison { strong, weak };

bool same_tag(std::string_view a, std::string_view b, Comparison comparison) {
  bool const weak = a.starts_with("W/") || b.starts_with("W/");
  if (weak && comparison == Comparison::strong) return false;
  auto const opaque = [](std::string_view tag) { return tag.substr(tag.starts_with("W/") ? 2 : 0); };
  return opaque(a) == opaque(b);
}

/// Tags have no commas in our own, and a foreign one that has is none of ours.
bool lists_tag(std::string const& list, std::string const& tag, Comparison comparison) {
  if (engine::trimmed(list) == "*") return true;
  std::vector<std::string> const tags = engine::split(list, ',');
  return std::any_of(tags.begin(), tags.end(),
                     [&](std::string const& known) { return same_tag(known, tag, comparison); });
}

std::optional<std::chrono::sys_seconds> date_of(Headers const& headers, std::string_view name) {
  auto const text = headers.find(name);
  return text ? parse_http_date(*text) : std::nullopt;
}

bool holds_if_range(Request const& request, Validators const& now) {
  auto const condition = request.headers.find("If-Range");
  if (!condition) return true;
  if (condition->find('"') != std::string_view::npos)
    return same_tag(engine::trimmed(*condition), now.etag, Comparison::strong);
  auto const date = parse_http_date(*condition);
  return date && *date == now.modified;
}

/// Digits only, as the grammar has it; too large a number counts as the largest.
std::optional<std::uint64_t> digits(std::string_view text) {
  bool const all = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !all) return std::nullopt;
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} ? value : UINT64_MAX;
}

}  // namespace

Condition check_conditions(Request const& request, Validators const& now) {
  Headers const& headers = request.headers;
  bool const reading = request.method == Method::get || request.method == Method::head;
  if (headers.find("If-Match")) {
    if (!lists_tag(headers.joined("If-Match"), now.etag, Comparison::strong)) return Condition::failed;
  } else if (auto const since = date_of(headers, "If-Unmodified-Since"); since && now.modified > *since) {
    return Condition::failed;
  }
  if (headers.find("If-None-Match")) {
    if (!lists_tag(headers.joined("If-None-Match"), now.etag, Comparison::weak)) return Condition::proceed;
    return reading ? Condition::unmodified : Condition::failed;
  }
  auto const since = date_of(headers, "If-Modified-Since");
  return reading && since && now.modified <= *since ? Condition::unmodified : Condition::proceed;
}

RangeAnswer parse_range(std::string_view header, std::uint64_t size) {
  std::size_t const equals = header.find('=');
  if (equals == std::string_view::npos || !engine::same_word(header.substr(0, equals), "bytes")) return {};
  std::string_view const spec = engine::trimmed(header.substr(equals + 1));
  std::size_t const dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return {};
  auto const first = digits(spec.substr(0, dash)), last = digits(spec.substr(dash + 1));
  bool const suffix = dash == 0;
  if ((!suffix && !first) || (!last && (suffix || dash + 1 < spec.size()))) return {};
  if (!suffix && last && *last < *first) return {};

  std::uint64_t const from = suffix ? size - std::min(size, *last) : *first;
  if (from >= size) return {.kind = RangeAnswer::Kind::unsatisfiable};
  bool const to_end = suffix || !last || *last >= size;
  return {.kind = RangeAnswer::Kind::part, .range = {from, to_end ? size : *last + 1}};
}

RangeAnswer range_of(Request const& request, std::uint64_t size, Validators const& now) {
  auto const header = request.headers.find("Range");
  if (!header || request.method != Method::get || !holds_if_range(request, now)) return {};
  return parse_range(*header, size);
}

}  // namespace uws::http
