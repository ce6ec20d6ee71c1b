/// Files of jobs as answers: what a browser may show, and under which precautions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "jobs/job.hpp"
#include "uws/http/message.hpp"

namespace uws {

/// Shown in the browser's window; everything else is saved: a product or an upload could bring scripts, which
/// would run with the rights of whoever looks at it.
bool may_be_shown(std::string_view content_type);
/// Can an <img> show it?
bool is_picture(std::string_view content_type);

/// The file with type, disposition and the precautions. 404 if it is not there (any more).
http::FileReply file_reply(std::filesystem::path const& path, std::string const& content_type,
                           std::string const& file_name);

/// Files named "result" would all be one file in a folder of downloads; others are named for a reason (index
/// tables name each other), and keep it.
std::string name_to_save(jobs::Job const& job, jobs::ResultLink const& result);

}  // namespace uws
