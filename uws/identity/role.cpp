#include "uws/identity/role.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"

namespace uws {
namespace {

template <class Value>
struct Word {
  Value value;
  std::string_view word;
};

constexpr std::array<Word<Role>, 6> role_words{{{Role::anonymous, ""},
                                                {Role::astronomer, "astronomer"},
                                                {Role::quality, "quality"},
                                                {Role::data_manager, "data_manager"},
                                                {Role::operator_, "operator"},
                                                {Role::admin, "admin"}}};

constexpr std::array<Word<Standing>, 5> standing_words{{{Standing::none, ""},
                                                        {Standing::reader, "reader"},
                                                        {Standing::member, "member"},
                                                        {Standing::pi, "pi"},
                                                        {Standing::manager, "manager"}}};

/// One row per act; a letter per role that may: Astronomer, Quality, Data manager, Operator, adMin.
struct Right {
  Act act;
  std::string_view word, who;
};
constexpr std::array<Right, 14> rights{{{Act::have_account, "have_account", "AQDOM"},
                                        {Act::propose_job_type, "propose_job_type", "AQDOM"},
                                        {Act::see_all_jobs, "see_all_jobs", " Q OM"},
                                        {Act::change_all_jobs, "change_all_jobs", "   OM"},
                                        {Act::see_all_provenance, "see_all_provenance", " QD M"},
                                        {Act::see_all_data, "see_all_data", " QD M"},
                                        {Act::invalidate_product, "invalidate_product", " QD M"},
                                        {Act::ingest, "ingest", "  D M"},
                                        {Act::publish_collection, "publish_collection", "  D M"},
                                        {Act::grant_collection, "grant_collection", "  D M"},
                                        {Act::manage_users, "manage_users", "    M"},
                                        {Act::validate_job_types, "validate_job_types", "   OM"},
                                        {Act::see_audit, "see_audit", "    M"},
                                        {Act::see_health, "see_health", "  DOM"}}};

/// Which letter of a row is the role's; nothing for those without one.
std::optional<std::size_t> place_of(Role role) {
  switch (role) {
    case Role::anonymous: return std::nullopt;
    case Role::astronomer: return 0;
    case Role::quality: return 1;
    case Role::data_manager: return 2;
    case Role::operator_: return 3;
    case Role::admin: return 4;
  }
  EXPECTS(false && "role out of range");
  return std::nullopt;
}

/// The least standing that may, and the right that makes a standing unnecessary.
struct CollectionRight {
  Standing least;
  Act anyway;
};
CollectionRight right_on(CollectionAct act) {
  switch (act) {
    case CollectionAct::read: return {Standing::reader, Act::see_all_data};
    case CollectionAct::add_product: return {Standing::member, Act::publish_collection};
    case CollectionAct::grant_reading: return {Standing::pi, Act::grant_collection};
    case CollectionAct::invalidate_product: return {Standing::pi, Act::invalidate_product};
    case CollectionAct::publish: return {Standing::manager, Act::publish_collection};
  }
  EXPECTS(false && "act out of range");
  return {Standing::manager, Act::manage_users};
}

template <class Words, class Value>
std::string_view word_in(Words const& words, Value value) {
  auto const found = std::ranges::find_if(words, [value](auto const& row) { return row.value == value; });
  EXPECTS(found != words.end());
  return found->word;
}

template <class Value, class Words>
std::optional<Value> value_in(Words const& words, std::string_view word) {
  auto const found = std::ranges::find_if(words, [word](auto const& row) { return row.word == word; });
  return found == words.end() ? std::nullopt : std::optional(found->value);
}

Right const& row_of(Act act) {
  auto const found = std::ranges::find_if(rights, [act](Right const& row) { return row.act == act; });
  EXPECTS(found != rights.end());
  return *found;
}

}  // namespace

std::string_view word_of(Role role) { return word_in(role_words, role); }
std::optional<Role> role_of(std::string_view word) { return value_in<Role>(role_words, word); }
std::string_view word_of(Standing standing) { return word_in(standing_words, standing); }
std::optional<Standing> standing_of(std::string_view word) {
  return value_in<Standing>(standing_words, word);
}
std::string_view word_of(Act act) { return row_of(act).word; }

std::span<Act const> all_acts() {
  static auto const acts = [] {
    std::array<Act, rights.size()> all{};
    std::ranges::transform(rights, all.begin(), &Right::act);
    return all;
  }();
  return acts;
}

std::span<Role const> all_roles() {
  static constexpr std::array<Role, 6> roles{Role::anonymous,    Role::astronomer, Role::quality,
                                             Role::data_manager, Role::operator_,  Role::admin};
  return roles;
}

bool may(Role role, Act act) {
  auto const place = place_of(role);
  return place && row_of(act).who[*place] != ' ';
}

bool may(Role role, Standing standing, CollectionAct act) {
  auto const right = right_on(act);
  return standing >= right.least || may(role, right.anyway);
}

}  // namespace uws
