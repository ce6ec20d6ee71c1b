#include "engine/app/build_facts.hpp"
#include "engine/app/jobs.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/parameters/describe_json.hpp"

namespace engine {

int run_describe(ParameterValues const& values, Session const& session) {
  if (!values.is_given("command")) {
    session.answer(descriptions_json());
    return 0;
  }
  Command const* const command = find_command(values.text("command"));
  if (command == nullptr) {
    std::vector<std::string> names;
    for (Command const& known : commands()) names.push_back(known.name);
    std::optional<std::string> const meant = nearest_word(values.text("command"), names);
    throw Failure(Fault::bad_request,
                  "'" + values.text("command") + "' is not a command of distill" +
                      (meant ? " - did you mean " + *meant + "?" : " - see distill --help"));
  }
  session.answer(description_json(*command));
  return 0;
}

int run_version(ParameterValues const&, Session const& session) {
  session.answer(session.json ? build_facts_json() : build_facts_text());
  return 0;
}

}  // namespace engine
