/// spectra_dump <what> [name=value ...]: prints values of the engine for the referee tests.
#include <algorithm>
#include <cstdio>
#include <exception>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "tests/engine/spectra/dump.hpp"

namespace dump {

double real(std::string const& word) {
  std::optional<double> const value = engine::number(word);
  if (!value) throw engine::Failure(engine::Fault::bad_request, "not a number: " + word);
  return *value;
}

std::string option(Words const& words, std::string const& name, std::string const& otherwise) {
  for (std::string const& word : words)
    if (word.starts_with(name + "=")) return word.substr(name.size() + 1);
  return otherwise;
}

double real_option(Words const& words, std::string const& name, double otherwise) {
  std::string const text = option(words, name, "");
  return text.empty() ? otherwise : real(text);
}

void print(std::string const& name, std::vector<double> const& values) {
  std::printf("%s", name.c_str());
  for (double const value : values) std::printf(" %.17g", value);
  std::printf("\n");
}

}  // namespace dump

int main(int argc, char** argv) {
  try {
    dump::Words const words(argv + std::min(argc, 2), argv + argc);
    std::string const what = argc > 1 ? argv[1] : "";
    if (what == "statistics") dump::statistics();
    if (what == "reflected") dump::reflected(words);
    if (what == "wobble") dump::wobble(words);
    if (what == "fit") dump::fit(words);
    if (what == "ogip") dump::ogip(words);
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
