#include "jobs/work/host_facts.hpp"

#include <array>
#include <fstream>

#include <sys/utsname.h>
#include <unistd.h>

#include "engine/base/text.hpp"

namespace jobs {
namespace {

/// Of the first line "name<separator> value" in a file; quotes are taken off.
std::string value_in(char const* file, std::string_view name, char separator) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    auto const place = line.find(separator);
    if (place == line.npos || engine::trimmed(std::string_view(line).substr(0, place)) != name) continue;
    auto value = engine::trimmed(std::string_view(line).substr(place + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

std::vector<std::pair<std::string, std::string>> host_facts() {
  utsname kernel{};
  uname(&kernel);
  std::vector<std::pair<std::string, std::string>> facts{
      {"cpu_model", value_in("/proc/cpuinfo", "model name", ':')},
      {"os", value_in("/etc/os-release", "PRETTY_NAME", '=')},
      {"kernel", std::string(kernel.sysname) + " " + kernel.release + " " + kernel.machine}};
  std::erase_if(facts, [](auto const& fact) { return fact.second.empty(); });
  return facts;
}

}  // namespace jobs
