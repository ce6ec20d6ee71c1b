#include "uws/identity/password_checks.hpp"

#include <algorithm>

#include "uws/identity/password.hpp"
#include "uws/identity/too_many.hpp"

namespace uws {
namespace {

/// Those who wait hold a worker each: the service must not run out of them.
constexpr std::size_t waiting_per_running = 2;
constexpr std::size_t longest_password = 1024;

/// What is compared with where there is nothing to compare with.
std::string const& nobodys_hash() {
  static std::string const hash = password_hash(new_secret());
  return hash;
}

}  // namespace

class PasswordChecks::Turn {
 public:
  explicit Turn(PasswordChecks& of) : of_(of) {
    std::unique_lock lock(of_.mutex_);
    if (of_.running_ >= of_.parallel_ && of_.waiting_ >= of_.parallel_ * waiting_per_running)
      throw TooMany(503, "too many logins at the moment - try again in some seconds",
                    std::chrono::seconds(3));
    ++of_.waiting_;
    of_.free_.wait(lock, [this] { return of_.running_ < of_.parallel_; });
    --of_.waiting_;
    ++of_.running_;
  }
  ~Turn() {
    {
      std::lock_guard const lock(of_.mutex_);
      --of_.running_;
    }
    of_.free_.notify_one();
  }
  Turn(Turn const&) = delete;
  Turn& operator=(Turn const&) = delete;

 private:
  PasswordChecks& of_;
};

PasswordChecks::PasswordChecks(std::size_t parallel) : parallel_(std::max<std::size_t>(parallel, 1)) {
  nobodys_hash();  // made now: the first stranger must not wait longer than others
}

bool PasswordChecks::matches(std::string const& hash, std::string const& password) {
  Turn const turn(*this);
  bool const possible = !hash.empty() && password.size() <= longest_password;
  bool const right = password_matches(possible ? hash : nobodys_hash(),
                                      std::string_view(password).substr(0, longest_password));
  return possible && right;
}

std::string PasswordChecks::hash(std::string const& password) {
  Turn const turn(*this);
  return password_hash(password);
}

}  // namespace uws
