#include "uws/links/sesame.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/fetch/fetch.hpp"
#include "uws/http/percent.hpp"

namespace uws {

namespace {

std::optional<std::pair<double, double>> position_in(std::string_view line) {
  std::vector<std::string> words = engine::split(line, ' ');
  std::erase(words, "");
  if (words.size() < 2) return std::nullopt;
  auto const ra = engine::number(words[0]), dec = engine::number(words[1]);
  bool const sane = ra && dec && *ra >= 0 && *ra <= 360 && *dec >= -90 && *dec <= 90;
  return sane ? std::optional(std::pair(*ra, *dec)) : std::nullopt;
}

}  // namespace

std::optional<SesameAnswer> parse_sesame(std::string_view text) {
  SesameAnswer answer;
  bool found = false;
  for (std::string const& line : engine::split(text, '\n')) {
    if (line.starts_with("#=")) answer.service = engine::trimmed(std::string_view(line).substr(2));
    if (line.starts_with("%I.0")) answer.name = engine::trimmed(std::string_view(line).substr(4));
    if (line.starts_with("%C.0")) answer.type = engine::trimmed(std::string_view(line).substr(4));
    if (!line.starts_with("%J ") || found) continue;
    auto const position = position_in(std::string_view(line).substr(3));
    if (!position) continue;
    answer.ra = position->first;
    answer.dec = position->second;
    found = true;
  }
  return found ? std::optional(answer) : std::nullopt;
}

std::optional<SesameAnswer> ask_sesame(std::string const& url, std::string const& name,
                                       std::chrono::seconds timeout) {
  FetchRules rules;
  rules.max_bytes = 1 << 20;
  rules.timeout = timeout;
  FetchTarget const target = fetch_target(url);
  // The operator named this host; it may be a mirror inside.
  rules.allowed_hosts = {target.host + ":" + target.port};
  std::string const answer = fetch(url + "/-oI/SNV?" + http::percent_encoded(name), rules);
  if (answer.find('#') == std::string::npos && answer.find('%') == std::string::npos)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot resolve '" + name + "': " + url +
                              " did not answer as Sesame does - is resolver.sesame right?");
  return parse_sesame(answer);
}

}  // namespace uws
