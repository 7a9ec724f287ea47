import Probes

/// What the probes of RL are computed from.
struct ProbeInputs: Encodable {
  var configuration: ComplianceProbeConfiguration
  var monitor: String
}
