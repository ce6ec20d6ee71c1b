/// What the parts of the test program share: it prints values of the engine for python to compare.
#pragma once

#include <string>
#include <vector>

namespace dump {

using Words = std::vector<std::string>;

double real(std::string const& word);
/// The value of "name=value", or `otherwise`.
std::string option(Words const& words, std::string const& name, std::string const& otherwise);
double real_option(Words const& words, std::string const& name, double otherwise);

/// Space-separated, %.17g, one line.
void print(std::string const& name, std::vector<double> const& values);

void statistics();
void reflected(Words const& words);
void wobble(Words const& words);
void ogip(Words const& words);
void fit(Words const& words);

}  // namespace dump
