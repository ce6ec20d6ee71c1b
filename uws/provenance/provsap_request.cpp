#include "uws/provenance/provsap_request.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace uws::prov {

namespace {

using catalog::prov::Direction;

template <class T>
struct Word {
  std::string_view word;
  T value;
};
constexpr Word<Direction> directions[] = {{"BACK", Direction::back},
                                          {"FORWARD", Direction::forward},
                                          {"FORTH", Direction::forward},
                                          {"BOTH", Direction::both}};
constexpr Word<Model> models[] = {{"W3C", Model::w3c}, {"IVOA", Model::ivoa}};
// Where the arrows point, as in graphviz and prov: from what came later to what came earlier.
constexpr Word<Flow> flows[] = {{"RL", Flow::left_to_right},
                                {"LR", Flow::right_to_left},
                                {"BT", Flow::top_to_bottom},
                                {"TB", Flow::bottom_to_top}};
constexpr Word<bool> switches[] = {{"0", false}, {"1", true}, {"false", false}, {"true", true}};
constexpr Word<int> levels[] = {{"0", 0}, {"1", 1}, {"2", 2}};

class Reader {
 public:
  explicit Reader(http::Parameters const& parameters) : parameters_(parameters) {}

  /// The one value; nothing if it is not given, or empty.
  std::optional<std::string> one(std::string_view name) {
    std::vector<std::string> values;
    for (auto const value : parameters_.all(name)) {
      std::string text(engine::trimmed(value));
      if (!text.empty() && std::find(values.begin(), values.end(), text) == values.end())
        values.push_back(text);
    }
    if (values.size() > 1)
      mistake(name, "given " + std::to_string(values.size()) + " times with different values");
    return values.empty() ? std::nullopt : std::optional(values[0]);
  }

  template <class T, std::size_t n>
  void word(std::string_view name, Word<T> const (&words)[n], T& into) {
    auto const text = one(name);
    if (!text) return;
    for (auto const& [word, value] : words)
      if (engine::same_word(*text, word)) {
        into = value;
        return;
      }
    std::string there;
    for (auto const& row : words) there += (there.empty() ? "" : ", ") + std::string(row.word);
    mistake(name, "'" + *text + "' is none of " + there);
  }

  void depth(std::optional<int>& into) {
    constexpr std::int64_t most = 10000;
    auto const text = one("DEPTH");
    if (!text) return;
    if (engine::same_word(*text, "ALL")) {
      into.reset();
      return;
    }
    auto const number = engine::whole_number(*text);
    if (number && *number >= 0 && *number <= most)
      into = static_cast<int>(*number);
    else
      mistake("DEPTH", "'" + *text + "' is neither ALL nor a whole number from 0 to " + std::to_string(most));
  }

  void form(http::Headers const& headers, ChosenForm& into) {
    auto const text = one("RESPONSEFORMAT");
    if (!text) {
      if (into.content_type.empty()) into = form_accepted(headers);
      return;
    }
    if (auto const named = form_named(*text)) {
      into = *named;
      return;
    }
    std::string there;
    for (FormRow const& row : forms()) there += (there.empty() ? "" : ", ") + std::string(row.word);
    mistake("RESPONSEFORMAT", "'" + *text + "' is none of " + there);
  }

  void ids(std::vector<std::string>& into, std::size_t most) {
    for (auto const id : parameters_.all("ID")) {
      std::string text(engine::trimmed(id));
      if (!text.empty() && std::find(into.begin(), into.end(), text) == into.end())
        into.push_back(std::move(text));
      if (into.size() > most) {
        mistake("ID", "more than " + std::to_string(most) + " identifiers - ask in pieces");
        return;
      }
    }
  }

  void mistake(std::string_view name, std::string const& what) {
    mistakes_.push_back(std::string(name) + ": " + what);
  }
  void finish() const {
    if (!mistakes_.empty())
      throw engine::Failure(engine::Fault::bad_request, "ProvSAP: " + engine::joined(mistakes_, "; "));
  }

 private:
  http::Parameters const& parameters_;
  std::vector<std::string> mistakes_{};
};

}  // namespace

ProvsapRequest read_provsap(http::Parameters const& parameters, http::Headers const& headers,
                            ProvsapRequest request, std::size_t most_ids) {
  Reader reader(parameters);
  reader.ids(request.ids, most_ids);
  reader.depth(request.walk.depth);
  reader.word("DIRECTION", directions, request.walk.direction);
  reader.word("MODEL", models, request.model);
  reader.word("AGENT", switches, request.walk.agents);
  reader.word("AGENTS", switches, request.walk.agents);
  reader.word("MEMBERS", switches, request.walk.members);
  reader.word("CONFIGURATION", switches, request.walk.configuration);
  reader.word("ATTRIBUTES", switches, request.walk.attributes);
  reader.word("DESCRIPTIONS", levels, request.walk.descriptions);
  reader.word("GD", flows, request.flow);
  reader.form(headers, request.form);
  if (request.model == Model::ivoa && request.form.form == Form::xml)
    reader.mistake("MODEL",
                   "PROV-XML has only the W3C's model - try RESPONSEFORMAT=PROV-JSON or PROV-VOTABLE");
  reader.finish();
  return request;
}

}  // namespace uws::prov
