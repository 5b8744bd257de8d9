import type { Portal } from "../schema/portals.ts";
import { viewerAddressHeader, viewerAuthorizationHeader } from "../schema/surfaces.ts";

export interface Edge {
  /** The domain that all hosts belong to. */
  domain: string;
  /** Prefixes of the API. */
  prefixes: readonly string[];
  portals: readonly Portal[];
}

/**
 * Code for the body of the router's request function, before it looks for a route. It says whose request it is, whatever the caller
 * wrote there: limits and the audit log go by that; and keeps what the caller authorises itself with, which the router's signature
 * is about to overwrite. `/api/*` of a portal's host loses its first part and says by which portal it came,
 * so that it goes straight to the function of its surface; elsewhere a caller may name the portal it means. Addresses that the API
 * does not have end here, and the bare domain leads to the dashboard. All of it counts towards the ten thousand bytes of such a function.
 */
export function edgeCode({ domain, prefixes, portals }: Edge): string {
  const surfaces = `^\\/(${prefixes.map((prefix) => prefix.slice(1).replaceAll("/", "\\/")).join("|")})(\\/|$)`;
  const missing = JSON.stringify({
    error: { code: "request.no_route", message: "There is nothing at this address." },
  });
  return `const rq=event.request,hd=rq.headers,ho=hd.host?hd.host.value.toLowerCase():"",at=ho.endsWith(".${domain}")?ho.slice(0,-${domain.length + 1}):"";
hd["${viewerAddressHeader}"]={value:event.viewer.ip};
delete hd["${viewerAuthorizationHeader}"];
if(hd.authorization)hd["${viewerAuthorizationHeader}"]=hd.authorization;
if(ho==="${domain}")return{statusCode:302,headers:{location:{value:"https://dashboard.${domain}/"}}};
const po=/^(${portals.join("|")})$/.test(at);
if(po)hd["x-portal"]={value:at};
if(at==="api"||po&&/^\\/api(\\/|$)/.test(rq.uri)){
if(po)rq.uri=rq.uri.slice(4);
if(!/${surfaces}/.test(rq.uri))return{statusCode:404,headers:{"content-type":{value:"application/json"}},body:${JSON.stringify(missing)}};
}else if(/${surfaces}/.test(rq.uri))rq.uri="/-"+rq.uri;
`;
}
