/** Every document that is sent, whole: what a server has to understand can be read here. */
export const DOCUMENTS = {
  createService: `mutation CreateService($input: ServiceCreateInput!) {
  serviceCreate(input: $input) { id name }
}`,
  configureService: `mutation ConfigureService($serviceId: String!, $environmentId: String!, $input: ServiceInstanceUpdateInput!) {
  serviceInstanceUpdate(serviceId: $serviceId, environmentId: $environmentId, input: $input)
}`,
  setVariables: `mutation SetVariables($input: VariableCollectionUpsertInput!) {
  variableCollectionUpsert(input: $input)
}`,
  deploy: `mutation Deploy($serviceId: String!, $environmentId: String!) {
  serviceInstanceDeployV2(serviceId: $serviceId, environmentId: $environmentId)
}`,
  status: `query DeploymentStatus($id: String!) {
  deployment(id: $id) { id status }
}`,
  logs: `query DeploymentLogs($deploymentId: String!, $limit: Int) {
  deploymentLogs(deploymentId: $deploymentId, limit: $limit) { timestamp message severity }
}`,
  services: `query ProjectServices($projectId: String!) {
  project(id: $projectId) { services { edges { node { id name } } } }
}`,
  deployments: `query ServiceDeployments($input: DeploymentListInput!) {
  deployments(input: $input, first: 1) { edges { node { id } } }
}`,
  stop: `mutation StopDeployment($id: String!) {
  deploymentStop(id: $id)
}`,
  remove: `mutation RemoveDeployment($id: String!) {
  deploymentRemove(id: $id)
}`,
  deleteService: `mutation DeleteService($id: String!, $environmentId: String) {
  serviceDelete(id: $id, environmentId: $environmentId)
}`,
} as const;
