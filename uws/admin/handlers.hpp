/// The handlers of the administration. Internal to mount_admin().
#pragma once

#include <string>
#include <string_view>

#include "uws/admin/admin_parts.hpp"
#include "uws/http/form.hpp"
#include "uws/http/message.hpp"

namespace uws {

http::Reply show_admin(AdminParts const& parts, http::Request const& request);

http::Reply show_users(AdminParts const& parts, http::Request const& request);
http::Reply add_user(AdminParts const& parts, http::Request const& request);
http::Reply show_user(AdminParts const& parts, http::Request const& request, std::string const& name);
http::Reply change_user(AdminParts const& parts, http::Request const& request, std::string const& name);

http::Reply show_collections(AdminParts const& parts, http::Request const& request);
http::Reply change_collection(AdminParts const& parts, http::Request const& request, std::string const& name);

http::Reply show_queue(AdminParts const& parts, http::Request const& request);
http::Reply change_queued(AdminParts const& parts, http::Request const& request, std::string const& id);

http::Reply show_products(AdminParts const& parts, http::Request const& request);
http::Reply change_product(AdminParts const& parts, http::Request const& request);

http::Reply show_disk(AdminParts const& parts, http::Request const& request);
http::Reply show_health(AdminParts const& parts, http::Request const& request);
http::Reply show_audit(AdminParts const& parts, http::Request const& request);

/// A field that must be there. Throws http::Refusal (400).
std::string needed_field(http::Parameters const& fields, std::string_view name);
[[noreturn]] void refuse_action(std::string const& action, std::string const& possible);
/// A number from the query; `usual` where there is none. Throws http::Refusal (400).
std::size_t number_asked(http::Parameters const& asked, std::string_view name, std::size_t usual,
                         std::size_t most);

}  // namespace uws
