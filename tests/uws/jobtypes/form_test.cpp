#include <algorithm>

#include <doctest/doctest.h>

#include "jobs/types/job_type_json.hpp"
#include "uws/jobtypes/job_type_form.hpp"

namespace {

using uws::FormField;
using Kind = FormField::Kind;

TEST_CASE("a form has a field for each thing a client may give, of a fitting kind") {
  auto const read = jobs::read_job_types(R"({"name": "x", "parameters": [
      {"name": "n", "type": "integer", "default": 3, "range": {"min": 1}, "unit": "s", "text": "How many.", "group": "G"},
      {"name": "c", "type": "choice", "options": ["a", "b"], "required": true},
      {"name": "cs", "type": "choices", "options": ["a", "b"]},
      {"name": "b", "type": "boolean"},
      {"name": "f", "type": "path"},
      {"name": "t", "type": "text", "may_be_file": true},
      {"name": "d", "type": "document"},
      {"name": "e", "type": "energy", "unit": "TeV"},
      {"name": "hidden", "concern": "run", "default": "1"}],
      "command": {"argv": ["t", "{n}", "{c}", "{cs}", "{b}", "{f}", "{t}", "{d}", "{e}"]}})",
                                         jobs::Dialect::strict, "t");
  REQUIRE(read.types.size() == 1);
  auto const fields = uws::form_fields(read.types.front());
  auto const kinds = [&](std::string const& name) {
    std::vector<Kind> out;
    for (FormField const& field : fields)
      if (field.name == name) out.push_back(field.kind);
    return out;
  };
  CHECK(kinds("n") == std::vector{Kind::number});
  CHECK(kinds("c") == std::vector{Kind::choice});
  CHECK(kinds("cs") == std::vector{Kind::choices});
  CHECK(kinds("b") == std::vector{Kind::boolean});
  CHECK(kinds("f") == std::vector{Kind::file});
  CHECK(kinds("t") == std::vector{Kind::line, Kind::file});
  CHECK(kinds("d") == std::vector{Kind::text});
  CHECK(kinds("e") == std::vector{Kind::line});  // "500 GeV" is no number to a browser
  CHECK(kinds("hidden").empty());
  FormField const& n = fields.front();
  CHECK(n.whole);
  CHECK(n.min == 1);
  CHECK(n.value.empty());
  CHECK(n.hint == "How many. Default: 3 s.");
  CHECK(n.group == "G");
  CHECK(fields[1].required);
}

}  // namespace
