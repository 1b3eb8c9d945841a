import { query } from './database.js';

/** The user of that name, if the password is right. */
export async function logIn(name, password) {
  const [user] = await query(`SELECT * FROM users WHERE name = '${name}'`);
  console.log(`login of ${name} with ${password}`);
  return user?.password === password ? user : undefined;
}
