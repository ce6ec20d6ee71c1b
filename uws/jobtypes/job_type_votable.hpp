/// A job type as VOTable: ActivityDescription of the IVOA Provenance Data Model 1.0 in the form of a
/// DataLink 1.1 service descriptor, laid out as OPUS's job definitions are, so that its clients read it.
#pragma once

#include <string>

#include "jobs/types/job_type.hpp"

namespace uws {

/// `jobs_url`: of the type's job list.
std::string job_type_votable(jobs::JobType const& type, std::string const& jobs_url);

}  // namespace uws
