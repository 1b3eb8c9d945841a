const server = process.env.DATABASE_URL;

export async function query(text, values = []) {
  const response = await fetch(server, { method: 'POST', body: JSON.stringify({ text, values }) });
  return response.json();
}
