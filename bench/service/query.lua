-- wrk: the query of the environment as a synchronous one; with CREATE=1 jobs that are not started.
local query = os.getenv("QUERY"):gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", c:byte()) end)
local form = "LANG=ADQL&QUERY=" .. query
if os.getenv("CREATE") then
  wrk.method, wrk.path, wrk.body = "POST", "/tap/async", form
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
else
  wrk.path = "/tap/sync?" .. form
end
