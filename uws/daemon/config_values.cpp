#include "uws/daemon/config_values.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "engine/base/text.hpp"

namespace uws {

namespace {

struct Unit {
  std::string_view word;
  std::uint64_t size;
};
/// The largest comes first: values are printed in the first unit that divides them.
constexpr std::array<Unit, 7> byte_units{{{"GiB", 1ull << 30},
                                          {"GB", 1'000'000'000},
                                          {"MiB", 1ull << 20},
                                          {"MB", 1'000'000},
                                          {"KiB", 1ull << 10},
                                          {"kB", 1'000},
                                          {"B", 1}}};
constexpr std::array<Unit, 4> time_units{{{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}}};
constexpr std::array<Unit, 5> fine_time_units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1000}, {"ms", 1}}};

template <class Value>
struct Word {
  Value value;
  std::string_view word;
};
constexpr std::array<Word<LogLevel>, 4> levels{{{LogLevel::debug, "debug"},
                                                {LogLevel::info, "info"},
                                                {LogLevel::warning, "warning"},
                                                {LogLevel::error, "error"}}};
constexpr std::array<Word<LogFormat>, 2> formats{{{LogFormat::text, "text"}, {LogFormat::json, "json"}}};

/// One trimmed text; nothing for a list of another length.
std::optional<std::string> single(SettingText const& text) {
  if (text.empty()) return std::string();
  if (text.size() > 1) return std::nullopt;
  return std::string(engine::trimmed(text.front()));
}
constexpr char const* not_single = "takes one value, not a list";

std::optional<std::uint64_t> count_of(std::string_view text) {
  auto const value = engine::whole_number(text);
  if (!value || *value < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

/// "2 h": a count, and a unit if one is said.
std::optional<std::uint64_t> with_unit(std::string_view text, std::span<Unit const> units,
                                       std::uint64_t bare = 1) {
  std::size_t const digits = std::min(text.find_first_not_of("0123456789"), text.size());
  auto const count = count_of(text.substr(0, digits));
  std::string_view const word = engine::trimmed(text.substr(digits));
  auto const unit = std::find_if(units.begin(), units.end(), [word, bare](Unit const& u) {
    return word.empty() ? u.size == bare : engine::same_word(u.word, word);
  });
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  if (!count || unit == units.end() || *count > most / unit->size) return std::nullopt;
  return *count * unit->size;
}

std::string in_units(std::uint64_t value, std::span<Unit const> units) {
  auto const unit = std::find_if(units.begin(), units.end(),
                                 [value](Unit const& u) { return value >= u.size && value % u.size == 0; });
  if (unit == units.end()) return "0";
  return std::to_string(value / unit->size) + " " + std::string(unit->word);
}

template <class Value, std::size_t N>
Trouble read_word(SettingText const& text, std::array<Word<Value>, N> const& words, Value& into) {
  auto const word = single(text);
  if (!word) return not_single;
  std::vector<std::string> known;
  for (auto const& [value, name] : words) {
    if (engine::same_word(name, *word)) {
      into = value;
      return std::nullopt;
    }
    known.emplace_back(name);
  }
  return "is none of " + engine::joined(known, ", ");
}

template <class Value, std::size_t N>
std::string word_for(std::array<Word<Value>, N> const& words, Value value) {
  for (auto const& word : words)
    if (word.value == value) return std::string(word.word);
  return {};
}

}  // namespace

Trouble read_value(SettingText const& text, std::string& into) {
  auto const word = single(text);
  if (!word) return not_single;
  into = *word;
  return std::nullopt;
}

Trouble read_value(SettingText const& text, std::filesystem::path& into) {
  auto const word = single(text);
  if (!word) return not_single;
  if (!word->empty() && word->front() != '/') return "must be an absolute path";
  into = *word;
  return std::nullopt;
}

Trouble read_value(SettingText const& text, bool& into) {
  std::string const word = engine::lower(single(text).value_or(""));
  bool const yes = word == "yes" || word == "true" || word == "on" || word == "1";
  bool const no = word == "no" || word == "false" || word == "off" || word == "0";
  if (!yes && !no) return "is neither yes nor no";
  into = yes;
  return std::nullopt;
}

Trouble read_value(SettingText const& text, std::uint16_t& into) {
  auto const value = count_of(single(text).value_or(""));
  if (!value || *value > 65535) return "is not a whole number from 0 to 65535";
  into = static_cast<std::uint16_t>(*value);
  return std::nullopt;
}

Trouble read_value(SettingText const& text, std::uint64_t& into) {
  auto const value = count_of(single(text).value_or(""));
  if (!value) return "is not a whole number";
  into = *value;
  return std::nullopt;
}

Trouble read_value(SettingText const& text, Bytes& into) {
  auto const value = with_unit(single(text).value_or(""), byte_units);
  if (!value) return "is no size such as '20 MB' or '64 MiB'";
  into = {*value};
  return std::nullopt;
}

Trouble read_value(SettingText const& text, std::chrono::seconds& into) {
  auto const value = with_unit(single(text).value_or(""), time_units);
  if (!value) return "is no duration such as '90 s', '15 min', '2 h' or '2 d'";
  into = std::chrono::seconds(*value);
  return std::nullopt;
}

Trouble read_value(SettingText const& text, std::chrono::milliseconds& into) {
  auto const value = with_unit(single(text).value_or(""), fine_time_units, 1000);
  if (!value) return "is no duration such as '500 ms', '90 s', '15 min' or '2 h'";
  into = std::chrono::milliseconds(*value);
  return std::nullopt;
}

Trouble read_value(SettingText const& text, Lines& into) {
  into.each.clear();
  for (std::string const& each : text)
    for (std::string const& line : engine::split(each, '\n'))
      if (auto const word = engine::trimmed(line); !word.empty()) into.each.emplace_back(word);
  return std::nullopt;
}

Trouble read_value(SettingText const& text, std::vector<std::string>& into) {
  std::vector<std::string> words = text.size() == 1 ? engine::split(text.front(), ',') : text;
  std::erase(words, "");
  into = std::move(words);
  return std::nullopt;
}

Trouble read_value(SettingText const& text, LogLevel& into) { return read_word(text, levels, into); }
Trouble read_value(SettingText const& text, LogFormat& into) { return read_word(text, formats, into); }

/// Always in double quotes: nothing in it can be taken for YAML.
std::string yaml_of(std::string const& value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (char const c : value) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (byte < 0x20)
      out += std::string("\\x") + digits[byte >> 4] + digits[byte & 15];
    else
      out += c;
  }
  return out + "\"";
}

std::string yaml_of(std::filesystem::path const& value) { return yaml_of(value.string()); }
std::string yaml_of(bool value) { return value ? "yes" : "no"; }
std::string yaml_of(std::uint16_t value) { return std::to_string(value); }
std::string yaml_of(std::uint64_t value) { return std::to_string(value); }
std::string yaml_of(Bytes value) { return in_units(value.count, byte_units); }
std::string yaml_of(std::chrono::seconds value) {
  return in_units(static_cast<std::uint64_t>(std::max<std::int64_t>(value.count(), 0)), time_units);
}

std::string yaml_of(std::chrono::milliseconds value) {
  return in_units(static_cast<std::uint64_t>(std::max<std::int64_t>(value.count(), 0)), fine_time_units);
}

std::string yaml_of(Lines const& value) { return yaml_of(value.each); }

std::string yaml_of(std::vector<std::string> const& value) {
  std::vector<std::string> quoted;
  for (std::string const& word : value) quoted.push_back(yaml_of(word));
  return "[" + engine::joined(quoted, ", ") + "]";
}

std::string yaml_of(LogLevel value) { return word_for(levels, value); }
std::string yaml_of(LogFormat value) { return word_for(formats, value); }

}  // namespace uws
