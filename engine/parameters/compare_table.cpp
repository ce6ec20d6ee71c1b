#include "engine/parameters/tables.hpp"

namespace engine {

Command compare_command() {
  Command command{
      .name = "compare",
      .summary = "Say whether two products are the same",
      .text =
          "Compares two files, or two folders by the names of their files. FITS files are compared by what "
          "they say: "
          "keywords, pixels, rows; when and by whom they were made does not count, nor does the table "
          "PROVENANCE. "
          "Other files are compared by their bytes. Exit status 0: the same content; 1: it differs.",
      .positional = "products",
      .examples = {"distill compare counts.fits again/counts.fits",
                   "distill compare run1 run2 rtol=1e-6 --json"}};
  command.parameters = {{.name = "products",
                         .type = ValueType::path,
                         .text = "Two files, or two folders.",
                         .group = "Input",
                         .concern = Concern::run,
                         .repeatable = true,
                         .required = true},
                        {.name = "rtol",
                         .type = ValueType::real,
                         .fallback = "0",
                         .text = "Numbers may differ by this fraction of the second.",
                         .min = 0,
                         .group = "Comparing"},
                        {.name = "atol",
                         .type = ValueType::real,
                         .fallback = "0",
                         .text = "Numbers may differ by this much.",
                         .min = 0,
                         .group = "Comparing"}};
  return command;
}

}  // namespace engine
