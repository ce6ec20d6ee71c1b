/// What the types of parameters are called elsewhere. Internal to the documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace uws {

/// Of VOTable: "long", "double", "boolean"; all that has units, lists or sexagesimal forms in it is a text,
/// "char".
std::string_view votable_datatype(jobs::ParameterDescription const& parameter);
/// Of XML Schema: "xs:long", "xs:double", "xs:boolean", "xs:string".
std::string_view xsd_type(jobs::ParameterDescription const& parameter);
/// The default as that datatype writes it: true and false.
std::string typed_default(jobs::ParameterDescription const& parameter);

/// Does an upload stand for it and nothing else?
bool is_file(jobs::ParameterDescription const& parameter);

/// What clients may give, in the declared order: the parameters of every document.
std::vector<jobs::ParameterDescription> settable_parameters(jobs::JobType const& type);

}  // namespace uws
