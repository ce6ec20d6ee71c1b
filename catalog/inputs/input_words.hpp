/// What the words mean with which a client names inputs, as far as it can be said without asking anybody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalog {

struct InputName {
  enum class Kind {
    collection_or_run,  ///< `text`
    run,                ///< `obs_id` of `collection`
    did,                ///< `text`
    job,                ///< `job`, and `result` if it is not empty
    elsewhere           ///< an address of somebody else
  } kind = Kind::collection_or_run;
  std::string text{};  ///< as written
  std::string collection{}, obs_id{};
  std::string job{}, result{};
};

/// The names in one value: separated by commas, empty ones left out.
std::vector<std::string> split_input_words(std::string_view value);

/// `base_url`: of this service; its addresses of jobs and results are jobs and results.
InputName input_name(std::string const& word, std::string const& base_url);

}  // namespace catalog
