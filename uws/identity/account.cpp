#include "uws/identity/account.hpp"

namespace uws {

User user_of(Account const& account, std::string const& address) {
  User user;
  user.name = account.name;
  user.administrator = may(account.role, Act::change_all_jobs);
  user.sees_all = may(account.role, Act::see_all_jobs);
  user.role = word_of(account.role);
  user.address = address;
  return user;
}

}  // namespace uws
