#include "uws/http/accept.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace uws::http {

namespace {

/// What Java's HTTP client sends by itself (with "*; q=.2, */*; q=.2" or "*/*; q=0.2" behind it): TOPCAT and
/// stilts say so, but read XML. Browsers begin otherwise.
constexpr std::string_view java_default = "text/html, image/gif, image/jpeg, *";

/// Splits at separators outside of quoted strings (RFC 9110 section 5.6.4).
std::vector<std::string_view> split_outside_quotes(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (text[i] == separator && !quoted) {
      parts.push_back(engine::trimmed(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  parts.push_back(engine::trimmed(text.substr(start)));
  return parts;
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  std::string_view const inside = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    // Browsers send paths of Windows with bare backslashes: only a quoted quote or backslash is an escape.
    bool const escape =
        inside[i] == '\\' && i + 1 < inside.size() && (inside[i + 1] == '"' || inside[i + 1] == '\\');
    if (escape) ++i;
    out += inside[i];
  }
  return out;
}

/// Weights have at most three decimals (RFC 9110 section 12.4.2); whatever is no weight counts as 1.
double weight_of(MediaType const& range) {
  auto const q = range.parameter("q");
  auto const value = q ? engine::number(*q) : std::optional<double>(1.0);
  return value && *value >= 0 && *value <= 1 ? *value : 1.0;
}

/// How well a range fits an offer: 0 not at all, then "*/*", "text/*", "text/csv", "text/csv;header=present".
int fit(MediaType const& range, MediaType const& offer) {
  if (range.type == "*/*") return 1;
  std::size_t const slash = offer.type.find('/');
  if (range.type.ends_with("/*"))
    return range.type.substr(0, range.type.size() - 1) == offer.type.substr(0, slash + 1) ? 2 : 0;
  if (range.type != offer.type) return 0;
  int score = 3;
  for (auto const& [name, value] : range.parameters) {
    if (name == "q") break;  // what follows the weight is no part of the type
    if (!engine::same_word(offer.parameter(name).value_or(""), value)) return 0;
    ++score;
  }
  return score;
}

}  // namespace

std::optional<std::string_view> MediaType::parameter(std::string_view name) const {
  for (auto const& [known, value] : parameters)
    if (known == name) return value;
  return std::nullopt;
}

std::optional<MediaType> parse_media_type(std::string_view text) {
  std::vector<std::string_view> const parts = split_outside_quotes(text, ';');
  MediaType found{.type = engine::lower(parts[0])};
  std::size_t const slash = found.type.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == found.type.size()) return std::nullopt;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    std::size_t const equals = parts[i].find('=');
    if (equals == std::string_view::npos) continue;
    found.parameters.emplace_back(engine::lower(engine::trimmed(parts[i].substr(0, equals))),
                                  unquoted(engine::trimmed(parts[i].substr(equals + 1))));
  }
  return found;
}

std::optional<std::string> preferred_type(Headers const& request, std::span<std::string const> offers) {
  if (offers.empty()) return std::nullopt;
  if (!request.find("Accept")) return offers.front();
  std::string const header = request.joined("Accept");
  if (header.starts_with(java_default)) return offers.front();
  std::vector<MediaType> ranges;
  for (std::string_view const element : split_outside_quotes(header, ','))
    if (auto range = parse_media_type(element == "*" ? "*/*" : element)) ranges.push_back(*std::move(range));
  if (ranges.empty()) return offers.front();

  double best_weight = 0;
  std::optional<std::string> best;
  for (std::string const& offer : offers) {
    auto const type = parse_media_type(offer);
    if (!type) continue;
    int closest = 0;
    double weight = 0;
    for (MediaType const& range : ranges) {
      int const score = fit(range, *type);
      if (score > closest) weight = weight_of(range);
      closest = std::max(closest, score);
    }
    if (weight > best_weight) best = offer;
    best_weight = std::max(best_weight, weight);
  }
  return best;
}

Encoding preferred_encoding(Headers const& request) {
  std::string const header = request.joined("Accept-Encoding");
  std::optional<double> gzip, identity, any;
  for (std::string_view const element : split_outside_quotes(header, ',')) {
    auto const coding = parse_media_type("coding/" + std::string(element));
    if (!coding) continue;
    double const weight = weight_of(*coding);
    if (coding->type == "coding/gzip" || coding->type == "coding/x-gzip") gzip = weight;
    if (coding->type == "coding/identity") identity = weight;
    if (coding->type == "coding/*") any = weight;
  }
  double const wanted = gzip.value_or(any.value_or(0));
  return wanted > 0 && wanted >= identity.value_or(0) ? Encoding::gzip : Encoding::identity;
}

}  // namespace uws::http
