import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { addItem, total, type Cart, type Item } from './cart';

const PORT = 8080;

let cart: Cart = { items: [] };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

const server = createServer(async (request, response) => {
  if (request.method === 'POST' && request.url === '/items') {
    const item: Item = JSON.parse(await readBody(request));
    cart = addItem();
    sendJson(response, 201, { total: total(cart) });
    return;
  }
  sendJson(response, 404, { error: 'not found' });
});

server.listen(PORT);
