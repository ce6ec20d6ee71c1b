/// The world did not let us finish: what the program says and with which status it ends.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace engine {

/// Who must act: the user, the data provider, nobody (try again), the operator, us.
enum class Fault { bad_request, bad_data, missing_resource, interrupted, internal };

/// The message is fit for the user. Its grammar: what failed: where (why it matters) - what to try.
class Failure : public std::runtime_error {
 public:
  Failure(Fault fault, std::string const& message) : std::runtime_error(message), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

/// One row per fault: the exit status of the programs, the UWS error type, the word in JSON reports.
struct FaultRow {
  Fault fault;
  int exit_status;
  std::string_view uws_type;
  std::string_view word;
};
FaultRow const& row_of(Fault fault);

/// Runs ended, but some inputs were left out as `on-error=skip` allows.
inline constexpr int exit_with_skipped_inputs = 10;

}  // namespace engine
