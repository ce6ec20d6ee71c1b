/// Settings as text and back.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/daemon/config.hpp"

namespace uws {

/// What a file or the environment gives for a setting: one text, or a list of them.
using SettingText = std::vector<std::string>;

/// Read into the value, or say what is wrong as a phrase ("is not a whole number"). A list is one text with
/// commas, or several texts.
using Trouble = std::optional<std::string>;
Trouble read_value(SettingText const& text, std::string& into);
Trouble read_value(SettingText const& text, std::filesystem::path& into);
Trouble read_value(SettingText const& text, bool& into);
Trouble read_value(SettingText const& text, std::uint16_t& into);
Trouble read_value(SettingText const& text, std::uint64_t& into);
Trouble read_value(SettingText const& text, Bytes& into);  ///< "20 MB", "64 MiB", "1000"
Trouble read_value(SettingText const& text,
                   std::chrono::seconds& into);  ///< "90", "90 s", "15 min", "2 h", "2 d"
/// The same, and "500 ms".
Trouble read_value(SettingText const& text, std::chrono::milliseconds& into);
Trouble read_value(SettingText const& text, std::vector<std::string>& into);
Trouble read_value(SettingText const& text, Lines& into);  ///< a list, or the lines of one text
Trouble read_value(SettingText const& text, LogLevel& into);
Trouble read_value(SettingText const& text, LogFormat& into);

/// As YAML; read_value() of it gives the same.
std::string yaml_of(std::string const& value);
std::string yaml_of(char const*) = delete;  ///< it would be a bool
std::string yaml_of(std::filesystem::path const& value);
std::string yaml_of(bool value);
std::string yaml_of(std::uint16_t value);
std::string yaml_of(std::uint64_t value);
std::string yaml_of(Bytes value);
std::string yaml_of(std::chrono::seconds value);
std::string yaml_of(std::chrono::milliseconds value);
std::string yaml_of(std::vector<std::string> const& value);
std::string yaml_of(Lines const& value);
std::string yaml_of(LogLevel value);
std::string yaml_of(LogFormat value);

}  // namespace uws
