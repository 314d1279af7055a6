-- Sends heartbeats of 1.5 KB, each of another instance than the one before.
-- Arguments: the key, and the pause before a request in milliseconds (0 for none).

-- As many as one process is made for: they all have their place in the table of limits.
local instances = 90000
local sent = 0
local pause = 0
local head, tail

function init(arguments)
  local key = arguments[1]
  pause = tonumber(arguments[2])
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. key
  wrk.headers["Content-Type"] = "application/json"
  head = '{"version":"0.1.0","server":{"name":"checkout","port":3000,"uptime":86400,"status":"healthy",'
    .. '"pid":12345,"bootId":"8f14e45f-ceea-467f-a9f1-2f1e0a4e6c0d"},'
    .. '"process":{"memoryMB":128.4,"cpuPercent":12.5,"peakMemoryMB":256.1},'
    .. '"routes":{"total":8,"healthy":8,"unhealthy":0,"slowest":{"path":"/api/search","avgMs":450.2}},'
    .. '"repairs":{"total":3,"successes":2,"failures":1,"lastRepair":{'
    .. '"error":"TypeError: Cannot read properties of undefined (reading \'id\')",'
    .. '"resolution":"Added a null check before the cart is read","tokens":1820,"cost":0.0045,'
    .. '"mode":"fast","model":"model-a","durationMs":900,"timestamp":' .. os.time() .. '000}},'
    .. '"usage":{"totalTokens":45000,"totalCost":0.12,"totalCalls":85,"byCategory":{'
    .. '"heal":{"tokens":12000,"cost":0.04,"calls":5},"chat":{"tokens":25000,"cost":0.05,"calls":60},'
    .. '"embed":{"tokens":8000,"cost":0.03,"calls":20}},"byModel":{'
    .. '"model-a":{"tokens":30000,"cost":0.08,"calls":70},"model-b":{"tokens":15000,"cost":0.04,"calls":15}}},'
    .. '"brain":{"totalMemories":45,"namespaces":{"docs":23,"code":22}},'
    .. '"backups":{"total":8,"stable":3,"verified":2,"unstable":3},'
    .. '"alerts":[{"type":"memory_leak","message":"Memory growing: +50MB over 10 samples",'
    .. '"severity":"warn","timestamp":' .. os.time() .. '000}],'
    .. '"metadata":{"region":"eu-central-1","zone":"b","hostname":"checkout-7d9f8b6c5-x2x9k",'
    .. '"image":"registry.example/checkout:0.1.0","labels":{"team":"payments","tier":"1","track":"stable"},'
    .. '"notes":"a few words about this instance that its owner wanted to have at hand"},'
    .. '"timestamp":' .. os.time() .. '000,"instanceId":"bench-'
  tail = '"}'
end

function delay()
  -- Spread around the mean, so that the connections do not go in step.
  return pause == 0 and 0 or math.random(0, 2 * pause)
end

function request()
  sent = sent + 1
  return wrk.format(nil, nil, nil, head .. sent % instances .. tail)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("summary requests=%d micros=%d refused=%d broken=%d p50=%d p99=%d",
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
